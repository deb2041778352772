'use strict';
// Shows the lessons that hold all the words looked for; a row stays whole when one half matches.
(() => {
const search = document.getElementById('search'), count = document.getElementById('count');
const rows = [...document.querySelectorAll('.lessons>li')];
const all = document.querySelectorAll('article').length;
document.getElementById('find').hidden = false;
function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    if (!row.hidden) shown += row.querySelectorAll('article').length;
  }
  for (const group of document.querySelectorAll('section'))
    group.hidden = [...group.querySelectorAll('.lessons>li')].every(row => row.hidden);
  count.textContent = `${shown} of ${all} shown`;
}
search.addEventListener('input', show);
show();
})();

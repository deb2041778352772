'use strict';
// Plays a run. It decides nothing: what a record changes, with what was there before, the words of
// each event and the answer to each question stand in the data. The state is a function of one
// number, the record last played.
(() => {
const run = JSON.parse(document.getElementById('run').textContent);
const word = row => row < 0 ? null : run.strings[row];
const number = value => value < 0 ? null : value;
const events = run.events.map(([record, time, gap, kind, from, to, over, protection, verdict, outcome, words,
  step, line, party, connection, cause, messages, why, ask]) => ({record, time: word(time), gap: word(gap), kind: word(kind),
  from: word(from), to: word(to), over: word(over), protection: word(protection), verdict: word(verdict),
  outcome: word(outcome), words: word(words), step: number(step), line: number(line), party: number(party),
  connection: number(connection), cause: number(cause), messages, why, ask}));
const lastRecord = run.last;
/** The lines of a dialogue: record, words, whether it is bad. */
function talkOf(connection) {
  const flat = run.dialogues[connection][1] || [], lines = [];
  for (let at = 0; at < flat.length; at += 3) lines.push([flat[at], run.strings[flat[at + 1]], flat[at + 2]]);
  return lines;
}

// ---- making nodes: every text is a text node, so nothing of a run becomes markup
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return node;
}
const fill = (node, ...children) =>
  node.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined));
const facts = pairs => make('dl', null, pairs.map(([name, value]) => [make('dt', null, name), make('dd', null, value)]).flat());

// ---- where we are
let record = -1;              // the record last played
let event = -1;               // the event it belongs to
let pane = 'why';
let predicting = false;
let chosenDialogue = null;    // a connection picked by hand; nil follows the clock
let timer = null;
let letters = true;           // single-letter keys, which can be switched off (WCAG 2.1.4)
const answers = new Map();    // what a reader said, by event
let revealed = null;          // the event whose question was answered just now
const filter = {party: '', kind: '', over: '', message: '', text: ''};

// The scenario's step that each event belongs to: the one announced last.
const steps = [];
const blockOf = [];
{
  const announced = new Set();
  events.forEach((line, row) => {
    if (line.step !== null && !announced.has(line.step)) {
      announced.add(line.step);
      const [title, at] = run.steps[line.step] || ['step ' + (line.step + 1), 0];
      steps.push({title, at, first: row});
    } else if (!steps.length) steps.push({title: run.steps.length ? 'Outside any step' : 'The run', at: 0, first: row});
    blockOf.push(steps.length - 1);
  });
}
const lastOf = block => (block + 1 < steps.length ? steps[block + 1].first : events.length) - 1;
const stepTitle = step => step.at > 0 ? `${step.title} (line ${step.at})` : step.title;

// ---- the fold, forward and back
const values = run.parts.map(() => -1);
let played = 0;               // how many entries of run.changes have been applied

function fold(target) {
  const touched = new Set();
  while (played < run.changes.length && run.changes[played][0] <= target) {
    const change = run.changes[played++];
    for (let at = 1; at < change.length; at += 3) { values[change[at]] = change[at + 2]; touched.add(change[at]); }
  }
  while (played > 0 && run.changes[played - 1][0] > target) {
    const change = run.changes[--played];
    for (let at = change.length - 3; at >= 1; at -= 3) { values[change[at]] = change[at + 1]; touched.add(change[at]); }
  }
  return touched;
}
// A value is a tone and words, with a bar between them.
function said(part) {
  if (values[part] < 0) return null;
  const text = run.strings[values[part]];
  const bar = text.indexOf('|');
  return {tone: text.slice(0, bar), words: text.slice(bar + 1)};
}

// ---- questions
const asks = events.map((line, row) => line.ask ? row : -1).filter(row => row >= 0);
/** The event that may not be seen yet; all may where nothing is asked. */
const limit = () => predicting ? asks.find(row => !answers.has(row)) ?? events.length : events.length;
/** Whether a question stands; an answer just given is looked at first. */
const isAsking = () => predicting && limit() < events.length && event === limit() - 1 && revealed !== event;

// ---- the frame
const app = document.getElementById('app');
const spoken = make('p', {class: 'said', 'aria-live': 'polite', id: 'spoken'});
const clock = make('div', {class: 'clock num'});
const say = make('p', {class: 'say'});
const hop = make('p', {class: 'hop'});
const figure = make('div', {class: 'figure', tabindex: '0', role: 'region', 'aria-label': 'Figure'});
const note = make('p', {class: 'note', hidden: true});
const slider = make('input', {type: 'range', min: '0', max: String(events.length), step: '1', 'aria-label': 'Place in the run'});
const track = make('div', {class: 'track', 'aria-hidden': 'true'});
const labels = make('div', {'aria-hidden': 'true'});
const where = make('p', {class: 'where num'});
const list = make('div', {class: 'list', id: 'events', tabindex: '0', role: 'listbox', 'aria-label': 'Events'});
const pad = make('div', {class: 'pad', role: 'presentation'});
const count = make('span', {class: 'quiet num', role: 'status'});
const body = make('div', {class: 'body', id: 'about', role: 'tabpanel', tabindex: '0'});
const button = (words, act, more) => make('button', {type: 'button', onclick: act, ...more}, words);
const playButton = button('Play', () => timer ? stop() : play(), {class: 'primary'});
const predictButton = button('Predict', () => setPredict(!predicting), {'aria-pressed': 'false'});
const tabs = {why: 'Why', talk: 'Dialogue', state: 'State'};
const tabButtons = Object.entries(tabs).map(([name, title]) =>
  make('button', {type: 'button', role: 'tab', id: 'tab-' + name, 'aria-controls': 'about', onclick: () => setPane(name),
    onkeydown: key => tabKey(key, name)}, title));

const unique = values => [...new Set(values)].filter(value => value !== '').sort();
// A filter offers what has been shown: while predicting, nothing of what is to come.
const filterFields = [
  ['All parties', 'party', lines => unique(lines.flatMap(line => [line.from, line.to])).map(name => [name, name])],
  ['All kinds', 'kind', lines => unique(lines.map(line => line.kind)).map(name => [name, name])],
  ['All protocols', 'over', lines => unique(lines.map(line => line.over)).map(name => [name, name])],
  ['All messages', 'message', lines => [...new Set(lines.flatMap(line => line.messages))].sort((a, b) => a - b)
    .map(row => [String(row), run.messages[row]])],
];
const selects = filterFields.map(([title, key]) => {
  const node = make('select', {'aria-label': title, onchange: () => { filter[key] = node.value; showList(true); }});
  return node;
});
function fillFilters() {
  const known = events.slice(0, limit());
  filterFields.forEach(([title, key, options], row) => {
    fill(selects[row], make('option', {value: ''}, title), options(known).map(([value, words]) => make('option', {value}, words)));
    selects[row].value = filter[key];
    if (selects[row].value !== filter[key]) { filter[key] = ''; selects[row].value = ''; }
  });
}
const search = make('input', {type: 'search', id: 'search', placeholder: 'Search', 'aria-label': 'Search in events',
  oninput: () => { filter.text = search.value.toLowerCase(); showList(true); }});

function build() {
  const about = [run.lesson.term, run.file, run.made].filter(Boolean).join(' · ');
  const legend = [['', 'encrypted'], ['bad', 'readable'], ['dots', 'not known, or not connected'], ['later', 'not yet']];
  fill(app,
    make('header', {class: 'top'},
      make('a', {class: 'skip', href: '#events'}, 'To the list of events'),
      make('div', {class: 'name'}, make('p', null, about), make('h1', null, run.title)),
      make('div', {class: 'tools'},
        asks.length ? predictButton : null,
        run.lesson.question ? button('Question', () => show(questionDialog)) : null,
        button('Light or dark', theme), button('Keys', () => show(keyDialog)))),
    make('main', {class: 'work'},
      make('section', {class: 'stage', 'aria-label': 'What happens'},
        make('ul', {class: 'legend', 'aria-label': 'Legend'},
          legend.map(([name, words]) => make('li', null, make('i', {class: name}), words))),
        make('div', {class: 'now'}, clock, make('div', null, say, hop)),
        figure,
        make('div', {class: 'time'},
          make('div', {class: 'scrub'}, track, slider, labels),
          make('div', {class: 'keys'},
            button('|‹', () => go(-1), {'aria-label': 'To the beginning', title: 'Home'}),
            button('« step', () => byStep(-1), {class: 'wide', title: 'Shift ←'}),
            button('‹ back', () => go(event - 1), {title: '←'}), playButton,
            button('next ›', () => go(event + 1), {title: '→'}),
            button('step »', () => byStep(1), {class: 'wide', title: 'Shift →'}),
            speed(), where))),
      make('div', {class: 'side'},
        make('section', {class: 'events', 'aria-label': 'Events'},
          make('div', {class: 'filters'}, make('h2', null, 'Events'), count, search, selects),
          run.records < run.of
            ? make('p', {class: 'cut'}, `The first ${run.records} of ${run.of} records: the rest is left out. `
              + 'Show another part with --only, --until or --message.')
            : make('span', {hidden: true}),
          list),
        make('section', {class: 'pane', 'aria-label': 'About this event'},
          make('div', {class: 'tabs', role: 'tablist', 'aria-label': 'About this event'}, tabButtons), body))),
    spoken, questionDialog, keyDialog, scoreDialog);
  list.append(pad);
  const svg = document.querySelector('#picture>svg');
  if (svg) figure.append(svg);
  else figure.append(make('p', {class: 'none quiet'}, events.length
    ? 'This run has too many parties for a figure; --only shows some of them.' : 'Nothing happened in this run.'));
  figure.append(note);
  document.getElementById('picture').remove();
  document.getElementById('still').hidden = true;
  app.hidden = false;
}

let pace = 1200;
const speed = () => {
  const node = make('select', {'aria-label': 'Speed', class: 'wide', onchange: () => { pace = Number(node.value); }},
    [['2400', 'slow'], ['1200', 'normal'], ['500', 'fast']].map(([value, words]) =>
      make('option', {value, selected: value === '1200'}, words)));
  return node;
};

// ---- dialogs
const closeButton = () => button('Close', click => click.target.closest('dialog').close());
const dialog = (title, ...content) => make('dialog', {'aria-label': title}, make('h2', null, title), ...content, closeButton());
const show = node => node.showModal();
const questionDialog = dialog('Question', make('p', null, run.lesson.goal), make('p', null, run.lesson.question),
  make('details', null, make('summary', null, 'Answer'), make('p', null, run.lesson.answer || 'The scenario gives none.')));
const keyDialog = dialog('Keys', facts([
  ['→ ←', 'next, previous event'], ['Shift → Shift ←', 'next, previous step of the scenario'],
  ['. ,', 'next, previous record: a line of the dialogue'], ['c Shift C', 'next, previous connection'],
  ['r', 'next refusal'], ['Home End', 'beginning, end'], ['Space', 'play, pause'], ['/', 'search'],
  ['w d s', 'why, dialogue, state'], ['p', 'predict or explore'], ['1 2 3', 'answer'], ['?', 'this list']]),
  make('p', null, button('Single-letter keys: on', click => {
    letters = !letters;
    click.target.textContent = 'Single-letter keys: ' + (letters ? 'on' : 'off');
  })));
const scoreBody = make('div');
const scoreDialog = dialog('What you predicted', scoreBody);

function theme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme:dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
}

// ---- the figure
const group = id => figure.querySelector('#' + CSS.escape(id));
const texts = node => node ? [...node.querySelectorAll('text')] : [];
const lineParts = run.lines.map(() => ({}));
const partyParts = run.parties.map(() => ({}));
run.parts.forEach(([kind, row], part) => {
  if (kind === 'disk') partyParts[row].disk = part;
  else if (kind !== 'row') lineParts[row][kind] = part;
});
function write(node, tone, words) {
  if (!node) return;
  node.setAttribute('class', tone || '');
  node.textContent = words;
}
function showLine(row, isHere) {
  const parts = lineParts[row];
  const value = part => part === undefined ? null : said(part);
  const look = parts.look === undefined || values[parts.look] < 0 ? (predicting ? 'blank' : 'later') : run.strings[values[parts.look]];
  const whole = 'line ' + look + (isHere ? ' here' : '');
  const pill = group('line-' + row);
  if (!pill) return;
  pill.setAttribute('class', 'node ' + whole);
  for (const half of [2 * row, 2 * row + 1]) group('e' + half)?.setAttribute('class', 'edge ' + whole);
  const words = texts(pill);
  const protection = value(parts.protection), verdict = value(parts.verdict);
  write(words.at(-2), protection?.tone, protection?.words ?? '');
  write(words.at(-1), verdict?.tone, verdict?.words ?? '');
  const name = [run.lines[row], protection?.words, verdict?.words, isHere ? 'now' : look === 'later' || look === 'blank' ? 'not yet' : null];
  pill.setAttribute('aria-label', name.filter(Boolean).join(', '));
}
function showParty(row, isHere) {
  const box = group('party-' + row);
  if (!box) return;
  box.setAttribute('class', 'node party' + (isHere ? ' here' : ''));
  const disk = partyParts[row].disk;
  if (disk === undefined) return;
  const value = said(disk);
  write(texts(box).at(-1), value?.tone, value?.words ?? '');
}
/** A blank's words stand in the middle of its box, however long they are. */
function centre(node) {
  if (!node) return;
  const box = node.parentNode.querySelector('path,polygon').getBBox();
  node.setAttribute('x', String(Math.round(box.x + box.width / 2)));
  node.setAttribute('text-anchor', 'middle');
}
/** Graphviz's ids become the page's, and lines become buttons. */
function prepareFigure() {
  for (const node of figure.querySelectorAll('svg [id]')) node.id = node.id.replace(/^node-/, '').replace(/^edge-/, 'e');
  run.lines.forEach((_, row) => {
    const pill = group('line-' + row);
    if (!pill) return;
    pill.setAttribute('role', 'button');
    pill.setAttribute('tabindex', '0');
    const act = () => goToLine(row);
    for (const node of [pill, group('e' + 2 * row), group('e' + (2 * row + 1))]) node?.addEventListener('click', act);
    pill.addEventListener('keydown', key => { if (key.key === 'Enter' || key.key === ' ') { key.preventDefault(); key.stopPropagation(); act(); } });
    pill.querySelector('title')?.remove();
    texts(pill).forEach(centre);
  });
  run.parties.forEach((_, row) => { if (partyParts[row].disk !== undefined) centre(texts(group('party-' + row)).at(-1)); });
}
/** A line leads to its latest event up to now; if that is now, to its next, round and round. */
function goToLine(row) {
  const of = events.map((line, at) => line.line === row ? at : -1).filter(at => at >= 0 && at < limit());
  if (!of.length) return;
  const past = of.filter(at => at <= event);
  go(!past.length ? of[0] : past.at(-1) !== event ? past.at(-1) : of.find(at => at > event) ?? of[0]);
  setPane(events[event].why?.verdict ? 'why' : 'talk');
}
let drawn = {line: null, party: null};
function showFigure(touched) {
  if (!run.hasFigure) return;
  const here = event >= 0 ? events[event] : {line: null, party: null};
  const lines = new Set([drawn.line, here.line]), parties = new Set([drawn.party, here.party]);
  for (const part of touched) {
    const [kind, row] = run.parts[part];
    if (kind === 'disk') parties.add(row); else if (kind !== 'row') lines.add(row);
  }
  for (const row of lines) if (row !== null) showLine(row, row === here.line);
  for (const row of parties) if (row !== null) showParty(row, row === here.party);
  drawn = {line: here.line, party: here.party};
  note.hidden = event < 0 || here.line !== null || here.party !== null;
  note.textContent = note.hidden ? '' : 'This happens at no place of the figure: the list has it.';
}
const allParts = () => run.parts.map((_, part) => part);

// ---- the sentence
const tone = verdict => verdict === 'accept' ? 'ok' : verdict ? 'bad' : '';
const protectionTone = word => word === 'encrypted' ? 'ok' : word ? 'bad' : '';
const plain = line => [line.from, line.to ? 'to ' + line.to : '', line.over, line.outcome + (line.words ? ': ' + line.words : '')].filter(Boolean).join(' ');
function showSentence() {
  if (event < 0) {
    fill(clock, make('b', null, 'Before'));
    fill(say, run.lesson.goal || 'Step through the run: → or “next”.');
    fill(hop, run.lesson.question ? 'Question: ' + run.lesson.question : '');
    return;
  }
  const line = events[event];
  fill(clock, make('b', null, line.time), line.gap === null ? 'same moment' : line.gap ? line.gap + ' later' : '');
  fill(say, line.from ? line.from + (line.to ? ' → ' + line.to : '') + ' ' : '', make('b', {class: line.verdict ? tone(line.verdict) : line.kind === 'protection' ? protectionTone(line.protection) : null}, line.outcome),
    line.words ? ': ' + line.words : '');
  fill(hop, [line.over, line.protection, stepTitle(steps[blockOf[event]])].filter(Boolean).join(' · '));
}

// ---- time
function showTime() {
  slider.value = String(event + 1);
  slider.setAttribute('aria-valuetext', event < 0 ? 'before the first event'
    : `event ${event + 1} of ${events.length}, ${events[event].time}, ${plain(events[event])}`);
  fill(where, event < 0 ? `${events.length} events` : `event ${event + 1} of ${events.length}`);
  [...track.children].forEach(node => {
    if (node.dataset.block) node.className = 'block' + (Number(node.dataset.block) <= (event < 0 ? -1 : blockOf[event]) ? ' done' : '');
  });
  [...labels.children].forEach((node, row) => { node.className = 'label' + (event >= 0 && blockOf[event] === row ? ' on' : ''); });
  playButton.textContent = timer ? 'Pause' : 'Play';
}
function buildTime() {
  const place = row => 100 * (row + 1) / Math.max(1, events.length);
  fill(track); fill(labels);
  steps.forEach((step, row) => {
    const left = place(step.first) - 50 / events.length;
    const width = Math.min(100, place(lastOf(row)) + 30 / events.length) - left;
    const block = make('div', {class: 'block', 'data-block': String(row)});
    block.style.left = left + '%'; block.style.width = width + '%';
    track.append(block);
    if (steps.length > 24) return;
    // Below that not even a word has room.
    const label = make('div', {class: 'label'}, width < 6 ? null : step.title);
    label.style.left = left + '%'; label.style.width = width + '%';
    labels.append(label);
  });
  if (events.length > 400) return;
  events.forEach((line, row) => {
    const asked = predicting && row >= limit();
    if (asked && !line.ask) return;
    const mark = make('div', {class: 'mark' + (asked ? ' asks' : line.verdict ? ' ' + line.verdict : '')});
    mark.style.left = place(row) + '%';
    track.append(mark);
  });
}

// ---- the list, of which only what is seen exists
let shown = [];               // rows with their tops
let shownEvents = [];
function matches(line) {
  return (!filter.party || line.from === filter.party || line.to === filter.party)
    && (!filter.kind || line.kind === filter.kind) && (!filter.over || line.over === filter.over)
    && (!filter.message || line.messages.includes(Number(filter.message)))
    && (!filter.text || plain(line).toLowerCase().includes(filter.text));
}
function showList(isNew) {
  if (isNew) {
    shown = []; shownEvents = [];
    let top = 0, block = -1;
    events.forEach((line, row) => {
      if (row >= limit() || !matches(line)) return;
      if (blockOf[row] !== block) { block = blockOf[row]; shown.push({top, step: steps[block]}); top += 34; }
      shown.push({top, row, at: shownEvents.length});
      shownEvents.push(row);
      top += 46;
    });
    pad.style.height = top + 'px';
    fill(count, predicting ? `${shownEvents.length} shown` : `${shownEvents.length} of ${events.length} shown`);
  }
  const current = shown.find(item => item.row === event);
  // In the middle, wherever one came from.
  list.scrollTop = current ? current.top + 23 - list.clientHeight / 2 : event < 0 ? 0 : list.scrollTop;
  drawRows();
}
function drawRows() {
  const from = list.scrollTop - 200, to = list.scrollTop + list.clientHeight + 200;
  const nodes = shown.filter(item => item.top >= from && item.top <= to).map(item => item.step ? stepRow(item) : eventRow(item));
  fill(pad, nodes.length ? nodes : make('p', {class: 'none', role: 'presentation'}, predicting && !shownEvents.length
    ? 'Nothing has happened yet.' : 'No event has all of these. ', predicting ? null : button('Show all', clearFilters)));
  const has = nodes.some(node => node.id === 'event-' + event);
  if (has) list.setAttribute('aria-activedescendant', 'event-' + event); else list.removeAttribute('aria-activedescendant');
}
function stepRow(item) {
  const node = make('div', {class: 'step', role: 'presentation'}, stepTitle(item.step));
  node.style.top = item.top + 'px';
  return node;
}
function eventRow(item) {
  const line = events[item.row];
  const parties = line.to ? `${line.from} → ${line.to}` : line.from;
  const node = make('div', {class: 'row' + (item.row > event ? ' later' : ''), role: 'option', id: 'event-' + item.row,
    'aria-selected': String(item.row === event), 'aria-posinset': String(item.at + 1), 'aria-setsize': String(shownEvents.length),
    'aria-label': `${line.time} ${plain(line)}`, onclick: () => go(item.row)},
    make('div', {class: 'when num'}, make('b', null, line.time), line.gap === null ? 'same' : line.gap ? '+ ' + line.gap : ''),
    make('div', {class: 'what'},
      make('span', null, make('b', {class: item.row > event ? null : tone(line.verdict)}, line.outcome), line.words ? ': ' + line.words : ''),
      make('span', {class: 'quiet'}, [parties, line.over, line.protection].filter(Boolean).join(' · '))));
  node.style.top = item.top + 'px';
  return node;
}
function clearFilters() {
  for (const key of Object.keys(filter)) filter[key] = '';
  for (const node of selects) node.value = '';
  search.value = '';
  showList(true);
}
list.addEventListener('scroll', drawRows, {passive: true});

// ---- panes
function setPane(name) { pane = name; chosenDialogue = null; showPane(); keepPlace(); }
function tabKey(key, name) {
  const names = Object.keys(tabs), at = names.indexOf(name);
  const next = key.key === 'ArrowRight' ? at + 1 : key.key === 'ArrowLeft' ? at - 1 : null;
  if (next === null) return;
  key.preventDefault(); key.stopPropagation();
  setPane(names[(next + names.length) % names.length]);
  document.getElementById('tab-' + pane).focus();
}
function showPane() {
  tabButtons.forEach((node, row) => {
    const isOn = Object.keys(tabs)[row] === pane;
    node.setAttribute('aria-selected', String(isOn));
    node.setAttribute('tabindex', isOn ? '0' : '-1');
  });
  body.setAttribute('aria-labelledby', 'tab-' + pane);
  fill(body, isAsking() && pane === 'why' ? card() : {why: whyPane, talk: talkPane, state: statePane}[pane]());
  const here = body.querySelector('.talk .here');
  body.scrollTop = here ? here.offsetTop - body.clientHeight / 2 : 0;
}
function whyPane() {
  if (event < 0) return [make('p', {class: 'quiet'}, 'Why an event came about stands here.')];
  const line = events[event], why = line.why, parts = [];
  if (line.ask && answers.has(event)) {
    const isRight = answers.get(event) === line.ask.right;
    parts.push(make('p', {class: 'answer' + (isRight ? ' ok' : '')}, isRight ? 'You were right.' : 'It was otherwise.',
      make('span', null, 'You said: ' + line.ask.answers[answers.get(event)])));
  }
  parts.push(make('h2', {class: 'head ' + tone(line.verdict)}, line.outcome));
  if (line.words) parts.push(make('p', null, line.words));
  if (why?.verdict) {
    parts.push(make('p', {class: 'quiet'}, `${why.reply}, because ${why.because}.`));
    const rows = run.rules[why.server] || [];
    if (why.rule === null) parts.push(make('p', null, 'A limit of the server decided, not its relay policy.'));
    if (rows.length) parts.push(make('h3', null, 'Rules, in the order of the policy'), make('ol', {class: 'rules'},
      rows.map(([row, name, meaning, position]) => make('li', {class: row === why.rule ? 'decides ' + why.verdict : null},
        meaning + (row === why.rule ? ' – this one decided' : ''), make('code', null, name + (position ? ', ' + position : ''))))));
    parts.push(make('h3', null, 'What the server knew'), facts(why.facts));
  } else if (why) parts.push(make('p', {class: 'quiet'}, why.because));
  if (line.cause !== null) {
    const cause = events[line.cause];
    parts.push(make('h3', null, 'It followed from'), button(`${cause.time}  ${plain(cause)}`, () => go(line.cause), {class: 'back'}));
  }
  const page = why && run.pages[why.code];
  if (page) parts.push(make('details', null, make('summary', null, 'More on ' + why.code), facts(page)));
  return parts;
}
function talkPane() {
  const current = chosenDialogue ?? latestConnection();
  if (current === null) return [make('p', {class: 'quiet'}, 'Nobody has spoken yet.')];
  const known = run.dialogues.map((talk, row) => row).filter(row => run.dialogues[row].length && (!predicting || run.dialogues[row][1][0] <= record));
  const pick = make('select', {class: 'pick', 'aria-label': 'Connection', onchange: () => { chosenDialogue = Number(pick.value); showPane(); }},
    known.map(row => make('option', {value: String(row), selected: row === current}, `${row + 1}  ${run.dialogues[row][0]}`)));
  const said = talkOf(current).filter(line => !predicting || line[0] <= record);
  const last = said.filter(line => line[0] <= record).at(-1)?.[0];
  return [pick, make('p', {class: 'quiet'}, '-> in the clear, ~> under TLS, ** refused'), make('ol', {class: 'talk'}, said.map(([at, words, isBad]) =>
    make('li', {class: [isBad ? 'bad' : '', at > record ? 'later' : '', at === last ? 'here' : ''].filter(Boolean).join(' ')}, words)))];
}
function latestConnection() {
  for (let row = event; row >= 0; row--) if (events[row].connection !== null) return events[row].connection;
  return null;
}
const groups = ['Recipients', 'On disk', 'Waiting to be sent again', 'Mail last read from', 'Open connections', 'Machines'];
const emptyWords = {'Recipients': 'No message has been written.', 'On disk': 'Nothing lies on a disk.',
  'Waiting to be sent again': 'No delivery waits.', 'Mail last read from': 'Nobody has read mail yet.',
  'Open connections': 'No connection is open.', 'Machines': 'All are where they began, and in order.'};
function statePane() {
  return groups.flatMap(title => {
    const rows = allParts().filter(part => run.parts[part][0] === 'row' && run.parts[part][1] === title && values[part] >= 0);
    return [make('h3', null, title), rows.length ? make('dl', null, rows.flatMap(part => {
      const value = said(part);
      return [make('dt', null, run.parts[part][2]), make('dd', {class: value.tone}, value.words)];
    })) : make('p', {class: 'quiet'}, emptyWords[title])];
  });
}

// ---- predict
function card() {
  const ask = events[limit()].ask;
  return [make('div', {class: 'card'}, make('p', {class: 'quiet'}, `Question ${asks.indexOf(limit()) + 1} of ${asks.length}, ${events[limit()].time}`),
    make('h2', {class: 'head'}, ask.words), facts(ask.facts),
    make('div', {class: 'choices'}, ask.answers.map((words, row) => button(`${row + 1}  ${words}`, () => answer(row)))),
    make('p', {class: 'quiet'}, 'For self-study: the page holds its own answers.'))];
}
function answer(choice) {
  if (!isAsking()) return;
  const at = limit();
  answers.set(at, choice);
  revealed = at;
  buildTime(); pane = 'why';
  go(at, true);
  body.focus();
  if (limit() === events.length && at === asks.at(-1)) score();
}
function score() {
  const names = {decision: 'Decisions', line: 'Lines', disk: 'Disks'};
  const wrong = asks.filter(row => answers.get(row) !== events[row].ask.right);
  fill(scoreBody, facts(Object.keys(names).map(kind => {
    const all = asks.filter(row => events[row].ask.about === kind);
    return [names[kind], `${all.filter(row => !wrong.includes(row)).length} of ${all.length} right`];
  })), wrong.map(row => button(`said “${events[row].ask.answers[answers.get(row)]}”, was “${events[row].ask.answers[events[row].ask.right]}”: event ${row + 1}`,
    () => { scoreDialog.close(); go(row); }, {class: 'back'})));
  show(scoreDialog);
}
function setPredict(isOn) {
  stop();
  predicting = isOn && asks.length > 0;
  answers.clear();
  predictButton.setAttribute('aria-pressed', String(predicting));
  pane = 'why';
  buildTime();
  go(predicting ? -1 : event, true);
}

// ---- moving
function moveTo(target, isNew) {
  const before = event;
  record = Math.max(-1, Math.min(target, lastRecord));
  let low = -1, high = events.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (events[middle].record <= record) low = middle; else high = middle - 1; }
  event = low;
  if (event !== revealed) revealed = null;
  const touched = fold(record);
  chosenDialogue = null;
  showFigure(isNew ? allParts() : touched);
  if (isNew && run.hasFigure) {
    run.lines.forEach((_, row) => showLine(row, event >= 0 && events[event].line === row));
    run.parties.forEach((_, row) => showParty(row, event >= 0 && events[event].party === row));
  }
  if (isNew) fillFilters();
  showSentence(); showTime(); showList(isNew); showPane(); keepPlace();
  if (isAsking()) spoken.textContent = 'Question: ' + events[limit()].ask.words;
  else if (before !== event) spoken.textContent = event < 0 ? 'Before the first event' : `${events[event].time} ${plain(events[event])}`;
}
function go(row, isNew) {
  if (row >= limit()) { row = limit() - 1; revealed = null; if (predicting) pane = 'why'; }
  moveTo(row < 0 ? -1 : row === events.length - 1 ? lastRecord : events[row].record, isNew);
}
function byStep(direction) {
  if (event < 0) { if (direction > 0) go(0); return; }
  const block = blockOf[event];
  if (direction > 0) return block + 1 < steps.length ? go(steps[block + 1].first) : go(events.length - 1);
  go(event > steps[block].first ? steps[block].first : block > 0 ? steps[block - 1].first : -1);
}
function byRecord(direction) {
  const next = record + direction;
  const bound = limit() < events.length ? (limit() > 0 ? events[limit() - 1].record : -1) : lastRecord;
  moveTo(Math.max(-1, Math.min(next, bound)));
  pane = 'talk'; showPane();
}
function byConnection(direction) {
  const seen = new Set(), opening = [];
  for (let row = 0; row < limit(); row++) {
    const id = events[row].connection;
    if (id !== null && !seen.has(id)) { seen.add(id); opening.push(row); }
  }
  const next = direction > 0 ? opening.find(row => row > event) : opening.filter(row => row < event).at(-1);
  if (next === undefined) return;
  go(next); pane = 'talk'; showPane();
}
function play() {
  if (event === events.length - 1) go(-1);
  const tick = () => {
    if (event === events.length - 1 || isAsking()) return stop();
    const block = blockOf[event];
    go(event + 1);
    timer = setTimeout(tick, event >= 0 && blockOf[event] !== block ? 2 * pace : pace);
  };
  timer = setTimeout(tick, 0);
  showTime();
}
function stop() { clearTimeout(timer); timer = null; showTime(); }

// ---- the address, and keys
// A browser bears some seven of these a second; a key held down moves thirty times.
let placeTimer = null;
function keepPlace() { clearTimeout(placeTimer); placeTimer = setTimeout(writePlace, 250); }
function writePlace() {
  const place = ['step=' + (event + 1)];
  if (event >= 0 && record !== events[event].record && event !== events.length - 1) place.push('record=' + record);
  if (pane !== 'why') place.push('pane=' + pane);
  if (predicting) place.push('mode=predict');
  history.replaceState(null, '', '#' + place.join('&'));
}
function readPlace() {
  const place = new URLSearchParams(location.hash.slice(1));
  if (Object.hasOwn(tabs, place.get('pane'))) pane = place.get('pane');
  if (place.get('mode') === 'predict' && asks.length) { predicting = true; predictButton.setAttribute('aria-pressed', 'true'); }
  const message = Number(place.get('message'));
  if (message >= 1 && message <= run.messages.length) filter.message = String(message - 1);
  buildTime();
  const step = Math.trunc(Number(place.get('step')) || 0);
  go(Math.max(-1, Math.min(step - 1, events.length - 1)), true);
  const exact = Number(place.get('record'));
  if (place.has('record') && exact > record && (event + 1 >= events.length || exact < events[event + 1].record) && !isAsking()) moveTo(exact);
}
addEventListener('hashchange', readPlace);
slider.addEventListener('input', () => { const place = Number(slider.value); stop(); go(place - 1); });
document.addEventListener('keydown', key => {
  if (key.ctrlKey || key.altKey || key.metaKey || document.querySelector('dialog[open]')) return;
  const target = key.target;
  if (target.matches('input[type=search],select')) { if (key.key === 'Escape') list.focus(); return; }
  const inList = target === list, isControl = target.matches('button,summary,[role=button],input');
  const acts = {
    ArrowRight: () => key.shiftKey ? byStep(1) : go(event + 1), ArrowLeft: () => key.shiftKey ? byStep(-1) : go(event - 1),
    Home: () => go(-1), End: () => go(events.length - 1),
  };
  if (inList) {
    acts.ArrowDown = () => go(shownEvents.find(row => row > event) ?? event);
    acts.ArrowUp = () => go(shownEvents.filter(row => row < event).at(-1) ?? event);
  }
  if (!isControl) acts[' '] = () => timer ? stop() : play();
  if (letters) Object.assign(acts, {
    '.': () => byRecord(1), ',': () => byRecord(-1), c: () => byConnection(1), C: () => byConnection(-1),
    r: () => { const next = predicting ? -1 : events.findIndex((line, row) => row > event && line.verdict === 'refuse'); if (next >= 0) go(next); },
    '/': () => search.focus(), w: () => setPane('why'), d: () => setPane('talk'), s: () => setPane('state'),
    p: () => setPredict(!predicting), '?': () => show(keyDialog), 1: () => answer(0), 2: () => answer(1), 3: () => answer(2)});
  if (!Object.hasOwn(acts, key.key)) return;
  key.preventDefault();
  if (key.key !== ' ' && timer) stop();
  acts[key.key]();
});

// ---- print: every step with its figure; the answer on a page of its own
addEventListener('beforeprint', () => {
  const story = document.getElementById('story'), place = record;
  const end = limit();
  fill(story, make('h1', null, run.title), make('p', null, run.lesson.goal), run.lesson.question ? make('p', null, make('b', null, 'Question. '), run.lesson.question) : '');
  steps.forEach((step, block) => {
    if (step.first >= end) return;
    const last = Math.min(lastOf(block), end - 1);
    moveTo(block === steps.length - 1 && end === events.length ? lastRecord : events[last].record);
    const picture = figure.querySelector('svg')?.cloneNode(true);
    picture?.querySelectorAll('[id]').forEach(node => node.removeAttribute('id'));
    const rows = [];
    for (let row = step.first; row <= last && rows.length < 60; row++) rows.push(make('li', null, `${events[row].time}  ${plain(events[row])}`));
    if (last - step.first >= 60) rows.push(make('li', null, `… and ${last - step.first - 59} more events`));
    story.append(make('section', null, make('h2', null, `${block + 1}. ${stepTitle(step)}`), picture ?? '', make('ol', null, rows)));
  });
  if (run.lesson.answer && !predicting) story.append(make('section', {class: 'answers'}, make('h2', null, 'Answer'), make('p', null, run.lesson.answer)));
  moveTo(place);
});

// A page that is made again when its scenario is saved looks for the new one when it is come back
// to, and every other second while somebody works elsewhere. It comes back to the same step.
if (run.isWatched) {
  addEventListener('focus', () => location.reload());
  setInterval(() => { if (!document.hasFocus()) { writePlace(); location.reload(); } }, 2000);
}

build();
prepareFigure();
readPlace();
})();

"""Growth plots by gnuplot, in the colours and sizes of MailSim's own plots."""
import shutil

from .programs import OURS, run

# As `Palette.light` and `Plot+Gnuplot.swift` have them.
INK, MUTED, LINE, GRID = "#1a1a1a", "#555555", "#4b5563", "#8a8170"
# By family, so that the members of one look related; told apart by dash and point as well.
STYLES = {
    OURS: ("#b02e00", 1, 7, 6), "C++ wheel": ("#00735c", 1, 5, 3), "C++ heap": ("#00735c", 2, 4, 3),
    "C++ priority_queue": ("#00735c", 3, 6, 3), "Cimba": ("#2f6299", 1, 9, 3),
    "ns-3 PriorityQueue": ("#7a4ea3", 1, 11, 3), "ns-3 Heap": ("#7a4ea3", 2, 10, 3),
    "ns-3 Map": ("#7a4ea3", 3, 8, 3), "SimPy": ("#555555", 1, 13, 3), "salabim": ("#555555", 2, 12, 3),
}
TERMINALS = {
    "svg": "svg size 1280,720 font 'DejaVu Sans,22' background '#ffffff'",
    "png": "pngcairo size 1280,720 font 'DejaVu Sans,22' background '#ffffff'",
}


def growth(results, title, x, y, path):
    """One line for each program over the sizes, both axes logarithmic; `path` without an ending."""
    if not shutil.which("gnuplot"):
        print("LEFT OUT the plots: gnuplot is not installed")
        return []
    names = [name for name in STYLES if any(name in outcomes for outcomes in results.values())]
    data, clauses = [], []
    for row, name in enumerate(names):
        colour, dash, point, width = STYLES[name]
        data.append(f"$line{row} << end")
        data += [f"{size} {outcomes[name].nanoseconds}"
                 for size, outcomes in sorted(results.items()) if name in outcomes]
        data.append("end")
        clauses.append(f"$line{row} using 1:2 title '{name}' noenhanced with linespoints linecolor rgb '{colour}' "
                       f"linewidth {width} dashtype {dash} pointtype {point} pointsize 1.1")
    places = ", ".join(f"'10^{len(str(size)) - 1}' {size}" for size in sorted(results))
    written = []
    for ending, terminal in TERMINALS.items():
        target = path.with_suffix(f".{ending}")
        script = [
            f"set terminal {terminal} enhanced", f"set output '{target}'", "set encoding utf8",
            f"set title '{title}' textcolor rgb '{INK}'", f"set border 3 linecolor rgb '{LINE}'",
            f"set tics nomirror textcolor rgb '{MUTED}'", "set logscale xy", "unset mxtics",
            f"set grid ytics linecolor rgb '{GRID}' linewidth 0.4 dashtype 1",
            "set format y '%.0s %c'", f"set xrange [{min(results) / 1.4:g}:{max(results) * 1.4:g}]",
            f"set xtics ({places})", f"set xlabel '{x}' textcolor rgb '{INK}'",
            f"set ylabel '{y}' textcolor rgb '{INK}'",
            f"set key outside right top Left reverse samplen 3 textcolor rgb '{INK}'",
            *data, "plot " + ", \\\n  ".join(clauses), "unset output"]
        done = run(["gnuplot"], input="\n".join(script) + "\n")
        if done.returncode == 0:
            written.append(target)
        else:
            print(f"LEFT OUT {target}: {done.stderr.strip()}")
    return written

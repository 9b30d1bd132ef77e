"""Draw recall against false accepts, and how well scores are calibrated."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.data import TEN
from benchmarks.accuracy.metrics import BINS, Answers, calibration, calibration_error, curve
from benchmarks.accuracy.report import LEVELS
from benchmarks.accuracy.results import OURS, Run, best_peer

# Larger SVG files become PNG.
_MOST_BYTES = 100_000
_OURS, _PEER, _INK, _GRID = "#0b6e99", "#c2571a", "#333333", "#dddddd"
_NAMES = {
    "ar": "Arabic", "fa": "Persian", "he": "Hebrew", "ru": "Russian", "uk": "Ukrainian",
    "el": "Greek", "ko": "Korean", "zh": "Chinese", "ja": "Japanese", "hi": "Hindi",
}  # fmt: skip
_TICKS = {0.001: "0.1%", 0.01: "1%", 0.05: "5%"}


def draw(run: Run, folder: Path) -> list[Path]:
    """Draw all plots of a run; return their files.

    Args:
        run: Answers by system and language.
        folder: Where they are written.
    """
    pyplot = _pyplot()
    folder.mkdir(parents=True, exist_ok=True)
    figures = {"recall": _recall(pyplot, run), "calibration": _calibration(pyplot, run[OURS])}
    paths = [_save(figure, folder, name) for name, figure in figures.items()]
    pyplot.close("all")
    return paths


def _pyplot() -> Any:
    import_module("matplotlib").use("agg")
    pyplot = import_module("matplotlib.pyplot")
    pyplot.rcParams.update({
        "svg.fonttype": "none", "svg.hashsalt": "accuracy", "font.family": "sans-serif",
        "font.size": 10, "text.color": _INK, "axes.labelcolor": _INK, "axes.edgecolor": "#999999",
        "xtick.color": _INK, "ytick.color": _INK, "axes.spines.top": False,
        "axes.spines.right": False, "axes.grid": True, "grid.color": _GRID, "grid.linewidth": 0.6,
        "axes.axisbelow": True,
    })  # fmt: skip
    return pyplot


def _save(figure: Any, folder: Path, name: str) -> Path:
    path = folder / f"{name}.svg"
    figure.savefig(path, metadata={"Date": None})
    if path.stat().st_size > _MOST_BYTES:
        path.unlink()
        path = folder / f"{name}.png"
        figure.savefig(path, dpi=150)
    return path


def _recall(pyplot: Any, run: Run) -> Any:
    """Small multiples: the ten languages, or those of them that there are, and their mean."""
    languages = [language for language in TEN if language in run[OURS]] or list(run[OURS])
    peer = best_peer(run)
    systems = [(OURS, _OURS, "-")] + ([(peer, _PEER, "--")] if peer else [])
    columns = min(4, len(languages) + 1)
    rows = -(-(len(languages) + 1) // columns)
    size = (2.7 * columns + 0.6, 2.4 * rows + 1.0)
    figure, grid = pyplot.subplots(
        rows, columns, figsize=size, sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    panels = list(grid.flat)
    for system, colour, style in systems:
        curves = [curve(run[system][language], LEVELS) for language in languages]
        lines = [*curves, np.mean(curves, axis=0)]
        for panel, recall in zip(panels, lines, strict=False):
            look = {"color": colour, "linestyle": style, "linewidth": 2, "clip_on": False}
            panel.plot(LEVELS, recall, label=system, zorder=3, **look)
    titles = [_NAMES.get(language, language) for language in languages] + ["Mean"]
    for number, (panel, title) in enumerate(zip(panels, titles, strict=False)):
        count = len(run[OURS][languages[number]].right) if number < len(languages) else None
        text = f"{title} ({count:,} names)" if count else title
        panel.set_title(text, fontsize=10, loc="left", fontweight="normal" if count else "bold")
        panel.set_xscale("log")
        panel.set_xlim(LEVELS[0], LEVELS[-1])
        panel.set_ylim(0, 1)
        panel.set_xticks(list(_TICKS), list(_TICKS.values()))
        panel.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        panel.minorticks_off()
        panel.tick_params(labelbottom=number + columns > len(languages), labelsize=9)
    for panel in panels[len(titles) :]:
        panel.set_axis_off()
    below = "False accepts, 0.1% to 20%: names answered though their entity is not listed"
    figure.supxlabel(below, fontsize=10)
    figure.supylabel("Recall: names answered rightly", fontsize=10)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2, frameon=False)
    return figure


def _calibration(pyplot: Any, answers: dict[str, Answers]) -> Any:
    """A reliability diagram over the counts of its bins."""
    chosen = [answers[language] for language in TEN if language in answers] or [*answers.values()]
    bins = calibration(chosen)
    figure, (upper, lower) = pyplot.subplots(
        2, 1, figsize=(5.2, 6.2), sharex=True, height_ratios=(3, 1.2), layout="constrained"
    )
    filled = [part for part in bins if part.size]
    upper.plot([0, 1], [0, 1], color="#777777", linewidth=1.2, linestyle=":", label="perfect")
    upper.plot(
        [part.score for part in filled],
        [part.right for part in filled],
        color=_OURS, linewidth=2, marker="o", markersize=6, clip_on=False, zorder=3, label=OURS,
    )  # fmt: skip
    upper.set_ylim(0, 1)
    upper.set_xlim(0, 1)
    upper.set_ylabel("Share of right answers")
    error = calibration_error(chosen)
    upper.set_title(f"Scores against truth (expected error {error:.3f})", loc="left", fontsize=11)
    upper.legend(loc="upper left", frameon=False)
    counts = [part.size for part in bins]
    centres = (np.arange(BINS) + 0.5) / BINS
    lower.bar(centres, counts, width=0.9 / BINS, color=_OURS, alpha=0.55)
    for centre, count in zip(centres, counts, strict=True):
        lower.annotate(
            f"{count:,}", (centre, count), ha="center", va="bottom", fontsize=8,
            xytext=(0, 2), textcoords="offset points",
        )  # fmt: skip
    lower.set_ylim(0, max(counts) * 1.2)
    lower.set_yticks([])
    lower.set_ylabel("Answers")
    lower.set_xlabel("Score of the best answer, true names listed and not listed")
    lower.set_xticks(np.linspace(0, 1, 6))
    lower.grid(False, axis="x")
    return figure

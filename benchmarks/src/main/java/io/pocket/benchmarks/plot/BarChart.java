package io.pocket.benchmarks.plot;

import io.pocket.benchmarks.plot.Canvas.Anchor;
import java.util.List;

/**
 * Panels below each other, each with bars on a scale of its own; a thin line over a bar's end spans the lowest to the highest round.
 *
 * @param title above all
 * @param unit of every figure
 */
public record BarChart(String title, String unit, List<Panel> panels) {
    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 110;
    private static final int VALUE_WIDTH = 130;
    private static final int MARGIN = 16;
    private static final int BAR_PIXELS = 16;
    private static final int STEP = 24;
    private static final int LINE_COLOUR = 0x333333;

    /** Of the first bar, then of the others. */
    private static final int FIRST_COLOUR = 0x2a6fbb;

    private static final int OTHER_COLOUR = 0xb4b9c0;

    /** Bars that are compared with each other. */
    public record Panel(String title, List<Bar> bars) {
        int height() {
            return STEP * (bars.size() + 2);
        }

        double highest() {
            return bars.stream().mapToDouble(Bar::high).max().orElse(1);
        }
    }

    /**
     * One figure.
     *
     * @param value how long the bar is; not negative
     * @param low of the rounds
     * @param high of the rounds, at least {@code value}
     */
    public record Bar(String label, double value, double low, double high) {}

    int width() {
        return WIDTH;
    }

    int height() {
        return 2 * MARGIN + STEP + panels.stream().mapToInt(Panel::height).sum();
    }

    void draw(Canvas canvas) {
        int top = MARGIN + STEP;
        canvas.text(MARGIN, MARGIN + Canvas.TEXT_PIXELS, Anchor.START, true, title + " (" + unit + ")");
        for (Panel panel : panels) {
            draw(canvas, panel, top);
            top += panel.height();
        }
    }

    private static void draw(Canvas canvas, Panel panel, int top) {
        canvas.text(MARGIN, top + STEP - 8, Anchor.START, true, panel.title());
        double highest = panel.highest();
        for (int i = 0; i < panel.bars().size(); i++) {
            draw(canvas, panel.bars().get(i), highest, top + STEP * (i + 1), i == 0 ? FIRST_COLOUR : OTHER_COLOUR);
        }
    }

    private static void draw(Canvas canvas, Bar bar, double highest, int top, int colour) {
        int left = MARGIN + LABEL_WIDTH;
        int room = WIDTH - left - VALUE_WIDTH - MARGIN;
        int middle = top + BAR_PIXELS / 2;
        int baseline = top + BAR_PIXELS - 3;
        canvas.text(left - 8, baseline, Anchor.END, false, bar.label());
        canvas.rectangle(left, top, scaled(bar.value(), highest, room), BAR_PIXELS, colour);
        canvas.line(
                left + scaled(bar.low(), highest, room),
                middle,
                left + scaled(bar.high(), highest, room),
                middle,
                LINE_COLOUR);
        canvas.text(WIDTH - MARGIN, baseline, Anchor.END, false, figure(bar.value()));
    }

    private static int scaled(double value, double highest, int room) {
        return (int) Math.round(value / highest * room);
    }

    private static String figure(double value) {
        return value >= 1000 ? "%,.0f".formatted(value) : "%.1f".formatted(value);
    }
}

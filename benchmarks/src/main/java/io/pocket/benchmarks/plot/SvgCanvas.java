package io.pocket.benchmarks.plot;

import java.util.Locale;

/** Draws into the text of an SVG file. */
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                .formatted(width, height));
        svg.append(" font-family=\"sans-serif\" font-size=\"%d\">%n".formatted(TEXT_PIXELS));
        rectangle(0, 0, width, height, 0xffffff);
    }

    @Override
    public void rectangle(int x, int y, int width, int height, int colour) {
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>%n"
                .formatted(x, y, width, height, colour));
    }

    @Override
    public void line(int fromX, int fromY, int toX, int toY, int colour) {
        svg.append("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#%06x\"/>%n"
                .formatted(fromX, fromY, toX, toY, colour));
    }

    @Override
    public void text(int x, int baseline, Anchor anchor, boolean bold, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>%n"
                .formatted(
                        x,
                        baseline,
                        anchor.name().toLowerCase(Locale.ROOT),
                        bold ? " font-weight=\"bold\"" : "",
                        text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    /** The whole file. */
    String file() {
        return svg + "</svg>\n";
    }
}

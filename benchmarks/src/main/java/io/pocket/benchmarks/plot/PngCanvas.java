package io.pocket.benchmarks.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Draws into an image, at twice the resolution. */
final class PngCanvas implements Canvas {
    private static final int SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    PngCanvas(int width, int height) {
        image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(SCALE, SCALE);
        rectangle(0, 0, width, height, 0xffffff);
    }

    @Override
    public void rectangle(int x, int y, int width, int height, int colour) {
        graphics.setColor(new Color(colour));
        graphics.fillRect(x, y, width, height);
    }

    @Override
    public void line(int fromX, int fromY, int toX, int toY, int colour) {
        graphics.setColor(new Color(colour));
        graphics.drawLine(fromX, fromY, toX, toY);
    }

    @Override
    public void text(int x, int baseline, Anchor anchor, boolean bold, String text) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, TEXT_PIXELS));
        int width = graphics.getFontMetrics().stringWidth(text);
        graphics.drawString(text, anchor == Anchor.START ? x : x - width, baseline);
    }

    /** What was drawn. */
    BufferedImage image() {
        graphics.dispose();
        return image;
    }
}

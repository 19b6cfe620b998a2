package io.pocket.cli.demo;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar per stage: for a person at a terminal. Bars are drawn here, not by the library's console consumer: that one opens
 * the terminal through JLine, which takes the handlers of signals away from the JVM, and with them the clean-up at ^C.
 */
final class TerminalProgress implements Progress {

    private static final int REDRAW_MILLIS = 100;
    private static final int WIDTH = 79;

    private final PrintStream out;
    private ProgressBar bar;

    TerminalProgress(PrintStream out) {
        this.out = out;
    }

    /** Written over the bar, which is drawn again below. */
    @Override
    public void say(String message) {
        draw(message);
        out.println();
    }

    @Override
    public void stageStarted(String job, Stage stage) {
        bar = new ProgressBarBuilder()
                .setTaskName("%-9s %-7s".formatted(job, stage.name()))
                .setInitialMax(stage.calls().size())
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build();
    }

    @Override
    public void functionEnded() {
        bar.step();
    }

    @Override
    public void stageEnded(StageReport report) {
        bar.setExtraMessage("%.0f MB/s".formatted(report.megabytesPerSecond()));
        bar.close();
        out.println();
    }

    @Override
    public void stageFailed() {
        bar.setExtraMessage("failed");
        bar.close();
        out.println();
    }

    private void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
        out.flush();
    }
}

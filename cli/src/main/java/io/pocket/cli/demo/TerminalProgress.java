package io.pocket.cli.demo;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar per stage: for a person at a terminal. */
final class TerminalProgress implements Progress {

    private static final int REDRAW_MILLIS = 100;

    private final PrintStream out;
    private ProgressBar bar;

    TerminalProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String message) {
        out.println(message);
    }

    @Override
    public void stageStarted(String job, Stage stage) {
        bar = new ProgressBarBuilder()
                .setTaskName("%-9s %-7s".formatted(job, stage.name()))
                .setInitialMax(stage.calls().size())
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(out))
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
    }
}

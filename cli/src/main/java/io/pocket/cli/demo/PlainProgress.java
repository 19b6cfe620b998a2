package io.pocket.cli.demo;

import java.io.PrintStream;

/** One line per stage: for logs. */
final class PlainProgress implements Progress {

    private final PrintStream out;

    PlainProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String message) {
        out.println(message);
    }

    @Override
    public void stageStarted(String job, Stage stage) {
        out.printf("%s %s: %d functions…%n", job, stage.name(), stage.calls().size());
    }

    @Override
    public void functionEnded() {
        // The end of the stage is enough for a log.
    }

    @Override
    public void stageFailed() {
        out.println("failed");
    }

    @Override
    public void stageEnded(StageReport report) {
        out.printf(
                "%s %s: done in %.1f s, %.0f MB/s%n",
                report.job(), report.stage(), report.seconds(), report.megabytesPerSecond());
    }
}

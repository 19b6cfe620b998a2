package io.pocket.cli.demo;

/** Told what happens while the demo runs, by one thread; {@link #say} may be called by any. */
interface Progress {

    /** A message between stages. */
    void say(String message);

    void stageStarted(String job, Stage stage);

    void functionEnded();

    void stageEnded(StageReport report);

    /** The stage that was started will not end well. */
    void stageFailed();
}

package io.pocket.client.fake;

import io.pocket.protocol.Opcode;
import java.util.concurrent.atomic.AtomicInteger;

/** What is to go wrong at a fake server. Set by tests while it runs. */
public final class Faults {
    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger cutAfter = new AtomicInteger(NEVER);
    private volatile Opcode cutOpcode;
    private volatile boolean mute;
    private volatile boolean trickling;
    private volatile boolean garbage;

    /** The next response to this opcode ends, and its connection with it, after so many bytes. */
    public void cutNext(Opcode opcode, int afterBytes) {
        cutOpcode = opcode;
        cutAfter.set(afterBytes);
    }

    /** Whether the cut has happened. */
    public boolean isCutDone() {
        return cutAfter.get() == NEVER;
    }

    /** Requests are read and never answered, HELLO excepted. */
    public void mute(boolean value) {
        mute = value;
    }

    /** Responses leave byte by byte. */
    public void trickle(boolean value) {
        trickling = value;
    }

    /** The next response is no frame. */
    public void garbage(boolean value) {
        garbage = value;
    }

    boolean isMute(Opcode opcode) {
        return mute && opcode != Opcode.HELLO;
    }

    boolean isTrickling() {
        return trickling;
    }

    boolean takeGarbage() {
        boolean taken = garbage;
        garbage = false;
        return taken;
    }

    /** How much of this response may leave. */
    int takeCut(Opcode opcode) {
        return opcode == cutOpcode ? cutAfter.getAndSet(NEVER) : NEVER;
    }
}

package io.pocket.data;

/** Whether a store takes on a transfer. */
public enum Admission {
    /** Under way; exactly one completion follows. */
    ACCEPTED,
    /** No staging buffer is free now; nothing has happened. Try again after a completion or a release. */
    BUSY
}

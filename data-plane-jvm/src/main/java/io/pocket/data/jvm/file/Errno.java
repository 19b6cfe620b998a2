package io.pocket.data.jvm.file;

import io.pocket.data.MediumFullException;
import java.io.IOException;

/** Error numbers of Linux (asm-generic/errno-base.h) that are met here. */
final class Errno {

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int ENOSPC = 28;
    static final int EOPNOTSUPP = 95;
    static final int EDQUOT = 122;

    private Errno() {}

    static String describe(int number) {
        return switch (number) {
            case 1 -> "operation not permitted";
            case 2 -> "no such file";
            case EIO -> "input/output error of the device";
            case 12 -> "not enough memory";
            case 13 -> "permission denied";
            case 22 -> "invalid argument";
            case 27 -> "file too large";
            case ENOSPC -> "no space left on the device";
            case 30 -> "read-only file system";
            case 38 -> "not known to this kernel";
            case EDQUOT -> "disk quota exceeded";
            default -> "error number " + number;
        };
    }

    /** What a device's error number means for the transfer. */
    static IOException failure(int number) {
        boolean full = number == ENOSPC || number == EDQUOT;
        return full ? new MediumFullException(describe(number)) : new IOException(describe(number));
    }

    /** Whether the same call may succeed if it is made again. */
    static boolean isTransient(int number) {
        return number == EINTR || number == EAGAIN || number == EBUSY;
    }
}

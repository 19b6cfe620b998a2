package io.pocket.monitor.report;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Room for one: putting a newer value in throws the older out. One thread puts, one takes. */
final class Mailbox<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private T content;

    /** Whether an older value was thrown out for this. */
    boolean put(T value) {
        lock.lock();
        try {
            boolean displaces = content != null;
            content = value;
            filled.signal();
            return displaces;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a value back that was taken and not used; false, and not put back, if a newer one has come. */
    boolean putBack(T value) {
        lock.lock();
        try {
            if (content != null) {
                return false;
            }
            content = value;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the value; empty if none comes within the time. */
    Optional<T> take(long timeoutNanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = timeoutNanos; content == null && left > 0; ) {
                left = filled.awaitNanos(left);
            }
            Optional<T> taken = Optional.ofNullable(content);
            content = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }
}

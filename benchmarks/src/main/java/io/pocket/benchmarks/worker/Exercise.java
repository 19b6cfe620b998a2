package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.contender.Contender;
import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.PocketContender;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.contender.WrongAnswerException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An operation that is carried out over and over. Only {@link #run} is timed. */
abstract class Exercise {
    static final int LISTED = 100;

    /** Makes ready for {@link #run} on the same key. */
    abstract void prepare(Key key) throws IOException;

    abstract void run(Key key) throws IOException;

    /** Checks the answer cheaply: these values stay in the caches. */
    abstract void check(Key key) throws IOException;

    static Exercise of(Operation operation, Contender contender, Values values) {
        return switch (operation) {
            case PUT -> new Put(contender, values);
            case GET -> new Get(contender, values);
            case LOOKUP -> new Lookup((PocketContender) contender, values);
            case DELETE -> new Delete((PocketContender) contender, values);
            case LIST -> new ListNames((PocketContender) contender);
        };
    }

    private static final class Put extends Exercise {
        private final Contender contender;
        private final Values values;
        private ByteBuffer value;

        Put(Contender contender, Values values) {
            this.contender = contender;
            this.values = values;
        }

        @Override
        void prepare(Key key) {
            value = values.of(key);
        }

        @Override
        void run(Key key) throws IOException {
            contender.put(key, value);
        }

        /** The store said that it has it; what it has is read by {@link Task.Verify}. */
        @Override
        void check(Key key) {}
    }

    private static final class Get extends Exercise {
        private final Contender contender;
        private final Values values;
        private ByteBuffer answer;

        Get(Contender contender, Values values) {
            this.contender = contender;
            this.values = values;
        }

        @Override
        void prepare(Key key) {}

        @Override
        void run(Key key) throws IOException {
            answer = contender.get(key);
        }

        @Override
        void check(Key key) {
            values.glance(key, answer);
        }
    }

    private static final class Lookup extends Exercise {
        private final PocketContender pocket;
        private final Values values;
        private long sizeBytes;

        Lookup(PocketContender pocket, Values values) {
            this.pocket = pocket;
            this.values = values;
        }

        @Override
        void prepare(Key key) {}

        @Override
        void run(Key key) {
            sizeBytes = pocket.lookup(key).sizeBytes();
        }

        @Override
        void check(Key key) {
            if (sizeBytes != values.of(key).remaining()) {
                throw new WrongAnswerException(key.text() + ": a lookup said " + sizeBytes + " bytes");
            }
        }
    }

    private static final class Delete extends Exercise {
        private final PocketContender pocket;
        private final Values values;

        Delete(PocketContender pocket, Values values) {
            this.pocket = pocket;
            this.values = values;
        }

        @Override
        void prepare(Key key) {
            pocket.put(key, values.of(key));
        }

        @Override
        void run(Key key) {
            pocket.delete(key);
        }

        @Override
        void check(Key key) {}
    }

    private static final class ListNames extends Exercise {
        private final PocketContender pocket;
        private int listed;

        ListNames(PocketContender pocket) {
            this.pocket = pocket;
        }

        @Override
        void prepare(Key key) {}

        @Override
        void run(Key key) {
            listed = pocket.list(key.text().substring(0, key.text().length() - 2))
                    .size();
        }

        @Override
        void check(Key key) {
            if (listed != LISTED) {
                throw new WrongAnswerException(key.text() + ": listed " + listed + " names instead of " + LISTED);
            }
        }
    }
}

package io.pocket.data.jvm;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Hears SIGTERM and SIGINT in place of the JVM, which would begin to shut down at the first and hear no second.
 *
 * <p>The JDK offers that in {@code sun.misc} only, which the compiler warns of and no annotation silences: hence by reflection.
 */
final class StopSignals {

    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);

    private StopSignals() {}

    /**
     * Takes the signals from here on.
     *
     * @throws NodeStartException when this JVM does not hand them over
     */
    static StopSignals take() throws NodeStartException {
        StopSignals signals = new StopSignals();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, signals.handling());
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
            }
            return signals;
        } catch (ReflectiveOperationException e) {
            throw new NodeStartException(
                    "--drain-timeout needs signals, which this JVM does not hand over: start it without -Xrs, from an image with"
                            + " module jdk.unsupported, or leave the option out",
                    e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // A handler has no value, only identity.
    private InvocationHandler handling() {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                raised();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signals that end the node";
        };
    }

    /** On a thread of the JVM's for each signal. */
    private synchronized void raised() {
        if (first.getCount() > 0) {
            first.countDown();
        } else {
            second.countDown();
        }
    }

    void awaitFirst() throws InterruptedException {
        first.await();
    }

    /** Opens at the second signal. */
    CountDownLatch second() {
        return second;
    }
}

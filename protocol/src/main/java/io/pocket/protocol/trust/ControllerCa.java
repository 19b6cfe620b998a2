package io.pocket.protocol.trust;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Trust in a controller whose certificate is signed by an authority of one's own: the certificates of a PEM file are believed,
 * and no others. The file is read with each new connection, so that authorities can be replaced while the process runs,
 * in place or through a link (a Secret volume of Kubernetes); open connections stay. A file that has become unreadable leaves
 * the former certificates in force. Any thread.
 */
public final class ControllerCa {
    /**
     * A TLS session that is resumed is not checked again, so none is kept for long: who connects to a controller does so
     * seldom. Zero would mean for ever.
     */
    private static final int SESSION_SECONDS = 1;

    private final CaFile file;
    private final Consumer<String> notices;
    private final InstantSource clock;
    private final SSLContext context;
    private Authorities authorities;
    private long replacements;
    private long failures;
    private String lastFailure = "";

    /**
     * For metrics.
     *
     * @param certificates in force
     * @param firstEnd when the first of them ends
     * @param replacements how often others took their place
     * @param failures how often the file could not be read again
     */
    public record Figures(int certificates, Instant firstEnd, long replacements, long failures) {}

    private ControllerCa(CaFile file, Consumer<String> notices, InstantSource clock) throws CaFileException {
        this.file = file;
        this.notices = notices;
        this.clock = clock;
        byte[] bytes = file.read();
        authorities = new Authorities(bytes, file.parse(bytes));
        context = context(new RereadTrustManager(this));
        warnOfDates();
    }

    /**
     * Reads the file.
     *
     * @param notices told, on the thread of whoever connects, of certificates that are out of date, of others that took their
     *     place, and of a file that cannot be read any more
     * @throws CaFileException if it cannot be read or holds no certificate
     */
    public static ControllerCa load(Path file, Consumer<String> notices) throws CaFileException {
        return new ControllerCa(new CaFile(file), notices, InstantSource.system());
    }

    /** As {@link #load(Path, Consumer)}, for an option that may be absent. */
    public static Optional<ControllerCa> load(Optional<Path> file, Consumer<String> notices) throws CaFileException {
        return file.isPresent() ? Optional.of(load(file.get(), notices)) : Optional.empty();
    }

    /** As {@link #load(Path, Consumer)}, by another clock, which judges the certificates of the file only. */
    static ControllerCa load(Path file, Consumer<String> notices, InstantSource clock) throws CaFileException {
        return new ControllerCa(new CaFile(file), notices, clock);
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /** For connections to the controller; whoever connects also asks for the check of the host's name, as clients of https do. */
    public SSLContext context() {
        return context;
    }

    /** As of now. */
    public synchronized Figures figures() {
        return new Figures(authorities.count(), authorities.firstEnd(), replacements, failures);
    }

    /** The authorities that are in the file now, or were when it could be read last. */
    synchronized Authorities current() {
        try {
            byte[] bytes = file.read();
            if (!authorities.areFrom(bytes)) {
                replace(new Authorities(bytes, file.parse(bytes)));
            }
            lastFailure = "";
        } catch (CaFileException e) {
            failures++;
            if (!lastFailure.equals(e.getMessage())) {
                lastFailure = e.getMessage();
                notices.accept(lastFailure + "; until then, these stay trusted: " + authorities);
            }
        }
        return authorities;
    }

    /** What is believed, for the message of a refusal. */
    synchronized String trusted() {
        String state = lastFailure.isEmpty() ? "" : " as it was read last, for now " + lastFailure;
        return "trusted are, of CA file " + file + state + ": " + authorities;
    }

    private void replace(Authorities others) {
        authorities = others;
        replacements++;
        notices.accept("CA file " + file + " has changed; trusted are now: " + others);
        warnOfDates();
    }

    private void warnOfDates() {
        List<String> outOfTime = authorities.outOfTime(clock.instant());
        if (!outOfTime.isEmpty()) {
            notices.accept("CA file " + file + " has certificates that are out of date, still trusted: "
                    + String.join("; ", outOfTime) + "; replace them, and compare the clock");
        }
    }
}

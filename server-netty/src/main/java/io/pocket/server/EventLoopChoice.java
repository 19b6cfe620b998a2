package io.pocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which kind of event loop runs, and why better ones do not.
 *
 * @param passedOver better kinds that this machine lacks, with the cause
 */
public record EventLoopChoice(EventLoopKind kind, List<EventLoopAvailability> passedOver) {
    public EventLoopChoice {
        passedOver = List.copyOf(passedOver);
    }

    /**
     * The first preferred kind that this machine has.
     *
     * @throws IllegalStateException with the cause of each, when it has none
     */
    public static EventLoopChoice choose(EventLoopPreference preference) {
        return choose(preference, EventLoopKind::availability);
    }

    static EventLoopChoice choose(
            EventLoopPreference preference, Function<EventLoopKind, EventLoopAvailability> availability) {
        List<EventLoopAvailability> passedOver = new ArrayList<>();
        for (EventLoopKind candidate : preference.candidates()) {
            EventLoopAvailability found = availability.apply(candidate);
            if (found.available()) {
                return new EventLoopChoice(candidate, passedOver);
            }
            passedOver.add(found);
        }
        throw new IllegalStateException("event loop " + preference + " is not available: " + causes(passedOver)
                + ". Choose auto to fall back.");
    }

    /** One line for the log. */
    public String describe() {
        return passedOver.isEmpty() ? kind.label() : kind.label() + " (not " + causes(passedOver) + ")";
    }

    private static String causes(List<EventLoopAvailability> unavailable) {
        return unavailable.stream()
                .map(one -> one.kind().label() + ": " + one.cause())
                .collect(Collectors.joining("; "));
    }
}

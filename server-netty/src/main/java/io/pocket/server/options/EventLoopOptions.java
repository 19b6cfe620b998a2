package io.pocket.server.options;

import io.pocket.server.CongestionControl;
import io.pocket.server.EventLoopPreference;
import io.pocket.server.EventLoopSettings;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options of every process with event loops, mixed into its own. */
public final class EventLoopOptions {
    @Option(
            names = "--event-loop",
            paramLabel = "KIND",
            converter = PreferenceConverter.class,
            defaultValue = "${env:POCKET_EVENT_LOOP:-auto}",
            description = "auto, io_uring, epoll or nio. Default: auto")
    private EventLoopPreference preference;

    @Option(
            names = "--event-loop-spin",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_EVENT_LOOP_SPIN:-100us}",
            description =
                    "A loop looks for events so long before it sleeps, when they have come that quickly lately: 0us to 1ms, 0us for"
                            + " never. Takes processor time under load only. Default: 100us")
    private Duration spin;

    @Option(
            names = "--tcp-congestion-control",
            paramLabel = "NAME",
            defaultValue = "${env:POCKET_TCP_CONGESTION_CONTROL:-cubic}",
            description =
                    "How the kernel decides how fast replies leave: an algorithm that it has, or system for its default. Algorithms"
                            + " that pace, such as bbr, cost much in virtual machines. Default: cubic")
    private String congestionControl;

    /**
     * What was chosen.
     *
     * @throws IllegalArgumentException for a spin out of its range, or a name that is none
     */
    public EventLoopSettings settings() {
        return new EventLoopSettings(preference, spin, new CongestionControl(congestionControl));
    }

    private static final class PreferenceConverter implements ITypeConverter<EventLoopPreference> {
        @Override
        public EventLoopPreference convert(String value) {
            return EventLoopPreference.parse(value);
        }
    }
}

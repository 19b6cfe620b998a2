package io.pocket.control;

import io.pocket.control.job.JobProperties;
import io.pocket.control.job.QuotaProperties;
import io.pocket.control.placement.SizingProperties;
import io.pocket.control.push.PushProperties;
import jakarta.annotation.PostConstruct;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells the log what is in force once defaults, file, environment and arguments are put together. No secret is among it. */
@Component
final class EffectiveSettings {

    private static final Logger LOG = LoggerFactory.getLogger(EffectiveSettings.class);

    private final List<Record> settings;

    EffectiveSettings(
            ControllerProperties controller,
            JobProperties jobs,
            QuotaProperties quotas,
            SizingProperties sizing,
            PushProperties push) {
        this.settings = List.of(controller, jobs, quotas, sizing, push);
    }

    @PostConstruct
    void log() {
        settings.forEach(setting -> LOG.info("{}", setting));
    }
}

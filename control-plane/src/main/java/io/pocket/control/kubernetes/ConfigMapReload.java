package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.pocket.control.decision.DecisionKind;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.scale.TierProperties;
import io.pocket.control.scale.TierSettings;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Objects;

/**
 * Takes the tiers' bounds from a ConfigMap whenever it changes, within a second and without a restart. What cannot be read, or
 * is not valid, changes nothing and is noted in the decision log.
 */
final class ConfigMapReload implements AutoCloseable {

    /** The name that Spring reads as well. */
    private static final String KEY = "application.yaml";

    private final TierSettings settings;
    private final DecisionLog decisions;
    private final TierPropertiesReader reader;
    private final Runnable onChange;
    private final SharedIndexInformer<ConfigMap> watch;

    /** @param onChange called when other bounds are in force */
    ConfigMapReload(
            KubernetesClient client,
            String name,
            Validator validator,
            TierSettings settings,
            DecisionLog decisions,
            Runnable onChange) {
        this.settings = settings;
        this.decisions = decisions;
        this.reader = new TierPropertiesReader(validator);
        this.onChange = onChange;
        this.watch = client.configMaps()
                .inNamespace(client.getNamespace())
                .withName(name)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(ConfigMap added) {
                        take(added);
                    }

                    @Override
                    public void onUpdate(ConfigMap before, ConfigMap after) {
                        take(after);
                    }

                    @Override
                    public void onDelete(ConfigMap deleted, boolean unsure) {
                        decisions.note(DecisionKind.RELOAD, name, "it is gone; the last bounds stay in force");
                    }
                });
    }

    private void take(ConfigMap configMap) {
        String yaml = Objects.requireNonNullElse(configMap.getData(), Map.<String, String>of())
                .get(KEY);
        String name = configMap.getMetadata().getName();
        if (yaml == null) {
            decisions.note(DecisionKind.REFUSE, name, "it has no " + KEY + "; the last bounds stay in force");
            return;
        }
        try {
            TierProperties read = reader.read(yaml);
            if (settings.replace(read)) {
                decisions.note(DecisionKind.RELOAD, name, "other bounds are in force", Map.of("tiers", read.tiers()));
                onChange.run();
            }
        } catch (IllegalArgumentException e) {
            decisions.note(
                    DecisionKind.REFUSE,
                    name,
                    "its " + KEY + " cannot be used; the last bounds stay in force: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}

package io.pocket.control;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the controller keeps things.
 *
 * @param dataDir the state and the signing key; made where there is none
 * @param clusterKeyFile the key shared with all services; {@code cluster.key} in the data directory unless named
 */
@Validated
@ConfigurationProperties("pocket.controller")
record ControllerProperties(
        @DefaultValue("pocket-controller") @NotNull Path dataDir, Path clusterKeyFile) {

    Path clusterKeyFileOrDefault() {
        return clusterKeyFile != null ? clusterKeyFile : dataDir.resolve("cluster.key");
    }
}

package io.pocket.data.nativeplane.spdk.node;

import io.pocket.data.jvm.BroughtMedium;
import io.pocket.data.nativeplane.spdk.BdevSpec;
import io.pocket.data.nativeplane.spdk.EnvironmentSettings;
import io.pocket.data.nativeplane.spdk.LabelledDevice;
import io.pocket.data.nativeplane.spdk.SpdkChunkStore;
import io.pocket.data.nativeplane.spdk.SpdkEnvironment;
import io.pocket.data.nativeplane.spdk.SpdkStoreOptions;
import io.pocket.data.nativeplane.spdk.raw.SpdkUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SPDK, started for one node, with the device that the node keeps its chunks on. */
final class SpdkMedium implements BroughtMedium {

    private final BdevSpec spec;
    private final Optional<Path> config;
    private final boolean erase;
    private final EnvironmentSettings settings;
    private final SpdkStoreOptions options;
    private SpdkEnvironment environment;

    SpdkMedium(
            BdevSpec spec,
            Optional<Path> config,
            boolean erase,
            EnvironmentSettings settings,
            SpdkStoreOptions options) {
        this.spec = spec;
        this.config = config;
        this.erase = erase;
        this.settings = settings;
        this.options = options;
    }

    @Override
    public Opened open(Path folder, long capacityBytes) throws IOException {
        try {
            environment = SpdkEnvironment.start(settings);
        } catch (SpdkUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (config.isPresent()) {
            environment.configure(Files.readString(config.get()), "carrying out " + config.get());
        }
        environment.make(spec, capacityBytes);
        SpdkChunkStore store = SpdkChunkStore.open(environment, spec.bdevName(), capacityBytes, options);
        try {
            boolean isFormer = new LabelledDevice(store, folder, erase).take();
            return new Opened(
                    store, SpdkChunkStore.UNIT_BYTES, isFormer, List.of(new SpdkMetrics(environment, store.figures())));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Map<String, Long> memoryBytes() {
        return Map.of("spdk", settings.memoryBytes());
    }

    @Override
    public void close() {
        if (environment != null) {
            environment.close();
        }
    }
}

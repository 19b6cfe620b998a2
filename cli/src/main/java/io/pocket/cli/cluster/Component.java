package io.pocket.cli.cluster;

/** A kind of process, and where the build puts its code. */
public enum Component {
    CONTROLLER("control-plane", "io.pocket.control.ControlPlaneApplication", 192, 64),
    SHARD("metadata-plane", "io.pocket.metadata.ShardMain", 256, 192),
    NODE("data-plane-jvm", "io.pocket.data.jvm.NodeMain", 96, 128),
    MONITOR("monitor-daemon", "io.pocket.monitor.MonitorMain", 48, 16);

    private final String module;
    private final String mainClass;
    private final int heapMebibytes;
    private final int directMebibytes;

    Component(String module, String mainClass, int heapMebibytes, int directMebibytes) {
        this.module = module;
        this.mainClass = mainClass;
        this.heapMebibytes = heapMebibytes;
        this.directMebibytes = directMebibytes;
    }

    /** Folder of its module in the repository. */
    String module() {
        return module;
    }

    String mainClass() {
        return mainClass;
    }

    /** Bound of its heap. */
    int heapMebibytes() {
        return heapMebibytes;
    }

    /** Bound of its direct buffers (sockets); slabs are mapped files and count apart. */
    int directMebibytes() {
        return directMebibytes;
    }
}

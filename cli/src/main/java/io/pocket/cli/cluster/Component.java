package io.pocket.cli.cluster;

/** A kind of process, and where the build puts its code. */
public enum Component {
    CONTROLLER("control-plane", "io.pocket.control.ControlPlaneApplication", 192, 64, 192, 64),
    SHARD("metadata-plane", "io.pocket.metadata.ShardMain", 160, 288, 64, 48),
    NODE("data-plane-jvm", "io.pocket.data.jvm.NodeMain", 96, 128, 64, 48),
    NVME_NODE("data-plane-native", "io.pocket.data.nativeplane.spdk.node.NvmeNodeMain", 96, 128, 64, 48),
    MONITOR("monitor-daemon", "io.pocket.monitor.MonitorMain", 48, 16, 64, 32);

    private final String module;
    private final String mainClass;
    private final int heapMebibytes;
    private final int directMebibytes;
    private final int metaspaceMebibytes;
    private final int codeMebibytes;

    Component(
            String module,
            String mainClass,
            int heapMebibytes,
            int directMebibytes,
            int metaspaceMebibytes,
            int codeMebibytes) {
        this.module = module;
        this.mainClass = mainClass;
        this.heapMebibytes = heapMebibytes;
        this.directMebibytes = directMebibytes;
        this.metaspaceMebibytes = metaspaceMebibytes;
        this.codeMebibytes = codeMebibytes;
    }

    /** Folder of its module in the repository. */
    String module() {
        return module;
    }

    String mainClass() {
        return mainClass;
    }

    /** Limits of its Java machine. */
    public JvmMemory memory() {
        return new JvmMemory(heapMebibytes, directMebibytes, metaspaceMebibytes, codeMebibytes);
    }
}

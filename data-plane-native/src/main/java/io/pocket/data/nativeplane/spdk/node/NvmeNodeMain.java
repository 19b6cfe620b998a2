package io.pocket.data.nativeplane.spdk.node;

import io.pocket.data.jvm.NodeMain;

/**
 * A node of tier nvme. Like {@link NodeMain}, with a device of SPDK to keep the chunks on. Exit status 1 when it cannot start, for want of
 * SPDK say; 2 for a bad command line.
 */
public final class NvmeNodeMain {

    private NvmeNodeMain() {}

    /** The process. */
    public static void main(String[] arguments) {
        System.exit(NodeMain.run(new SpdkOptions(), arguments));
    }
}

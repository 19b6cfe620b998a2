package io.pocket.data.nativeplane.spdk;

/** Rounding to the blocks that are moved. */
final class DeviceBlocks {

    private DeviceBlocks() {}

    static int down(int bytes) {
        return bytes & -SpdkConfig.BLOCK_BYTES;
    }

    static int up(int bytes) {
        return down(bytes + SpdkConfig.BLOCK_BYTES - 1);
    }
}

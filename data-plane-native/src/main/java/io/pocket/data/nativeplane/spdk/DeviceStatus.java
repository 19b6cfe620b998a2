package io.pocket.data.nativeplane.spdk;

import io.pocket.data.MediumFullException;
import java.io.IOException;
import java.util.Map;

/**
 * How a transfer ended, as one number: zero if well; the negative error number of the operating system; or an NVMe status, its type and
 * code, above {@link #NVME}.
 */
final class DeviceStatus {

    static final int OK = 0;
    static final int NO_MEMORY = -12;
    static final int NO_DEVICE = -19;
    static final int IO_ERROR = -5;

    private static final int NO_SPACE = -28;
    private static final int QUOTA = -122;
    private static final int NVME = 0x10000;

    /** Generic status codes of NVM Express Base Specification 2.0, figure 94. */
    private static final int NVME_CAPACITY_EXCEEDED = NVME | 0x81;

    private static final int NVME_ABORTED_QUEUE_DELETED = NVME | 0x08;
    private static final int NVME_INTERNAL = NVME | 0x06;

    private static final Map<Integer, String> NVME_TYPES =
            Map.of(0, "generic", 1, "command specific", 2, "media or data integrity", 3, "path");

    private DeviceStatus() {}

    /** NVMe's status code type and its status code as one number. */
    static int nvme(int type, int code) {
        return NVME | type << 8 | code;
    }

    /** What the asker of the transfer is told. */
    static IOException failure(int status) {
        if (status == NO_SPACE || status == QUOTA || status == NVME_CAPACITY_EXCEEDED) {
            return new MediumFullException("the device has no room: " + describe(status));
        }
        return new IOException(describe(status));
    }

    static String describe(int status) {
        if (status > 0) {
            return describeNvme(status);
        }
        return switch (status) {
            case OK -> "success";
            case IO_ERROR -> "input/output error of the device";
            case NO_MEMORY -> "SPDK is out of memory for transfers: raise --spdk-memory";
            case NO_DEVICE -> "the device is gone: it was removed, or its target ended the connection";
            case NO_SPACE -> "no space left on the device";
            case QUOTA -> "disk quota exceeded";
            case -22 -> "invalid argument";
            case -6 -> "the device does not answer";
            default -> "error number " + -status;
        };
    }

    private static String describeNvme(int status) {
        int type = status >> 8 & 0xff;
        int code = status & 0xff;
        return "error of the device: %s (NVMe status type 0x%x, code 0x%02x)"
                .formatted(nvmeName(status, type), type, code);
    }

    private static String nvmeName(int status, int type) {
        return switch (status) {
            case NVME_INTERNAL -> "internal error, or no connection to it";
            case NVME_ABORTED_QUEUE_DELETED -> "the connection broke";
            case NVME_CAPACITY_EXCEEDED -> "capacity exceeded";
            default -> NVME_TYPES.getOrDefault(type, "vendor specific");
        };
    }
}

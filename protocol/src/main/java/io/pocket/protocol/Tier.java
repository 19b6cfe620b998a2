package io.pocket.protocol;

import java.util.Locale;

/** Storage media, fastest first. The code is what travels. */
public enum Tier {
    DRAM(0),
    NVME(1),
    SSD(2),
    HDD(3);

    private static final Tier[] BY_CODE = values();

    private final int code;

    Tier(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Tier of(int code) throws ProtocolException {
        if (code < 0 || code >= BY_CODE.length) {
            throw new ProtocolException("unknown tier " + code);
        }
        return BY_CODE[code];
    }

    /** Lower-case name as used in REST and options: {@code dram}, {@code nvme}, {@code ssd}, {@code hdd}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tier with this label. @throws IllegalArgumentException naming the labels there are */
    public static Tier ofLabel(String label) {
        for (Tier tier : BY_CODE) {
            if (tier.label().equals(label)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("unknown tier '" + label + "': use dram, nvme, ssd or hdd");
    }
}

package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.data.nativeplane.pci.PciAddress;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BdevSpecTest {

    @Test
    void shouldReadEveryForm() {
        assertThat(BdevSpec.parse("pcie=0000:c1:1f.7")).isEqualTo(new BdevSpec.Pcie(new PciAddress(0, 0xc1, 0x1f, 7)));
        assertThat(BdevSpec.parse("pcie=01:00.0")).isEqualTo(new BdevSpec.Pcie(new PciAddress(0, 1, 0, 0)));
        assertThat(BdevSpec.parse("nvme-tcp=10.0.0.7:4420/nqn.2016-06.io.spdk:cnode1"))
                .isEqualTo(new BdevSpec.NvmeTcp("10.0.0.7", 4420, "nqn.2016-06.io.spdk:cnode1"));
        assertThat(BdevSpec.parse("nvme-tcp=[::1]:4420/nqn.x")).isEqualTo(new BdevSpec.NvmeTcp("::1", 4420, "nqn.x"));
        assertThat(BdevSpec.parse("aio=/data/disk")).isEqualTo(new BdevSpec.Aio(Path.of("/data/disk")));
        assertThat(BdevSpec.parse("uring=/dev/nvme1n1")).isEqualTo(new BdevSpec.Uring(Path.of("/dev/nvme1n1")));
        assertThat(BdevSpec.parse("malloc=1g")).isEqualTo(new BdevSpec.Malloc(1L << 30));
        assertThat(BdevSpec.parse("malloc=512MiB")).isEqualTo(new BdevSpec.Malloc(512L << 20));
        assertThat(BdevSpec.parse("name=Raid0")).isEqualTo(new BdevSpec.Named("Raid0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "malloc",
                "malloc=",
                "malloc=1",
                "malloc=9999999999999t",
                "disk=/x",
                "aio=relative",
                "pcie=0000:01:00.9",
                "pcie=0000:01:2f.0",
                "nvme-tcp=host/nqn.x",
                "nvme-tcp=host:0/nqn.x",
                "nvme-tcp=host:70000/nqn.x",
                "nvme-tcp=host:4420/x"
            })
    void shouldRefuseWithTheReason(String text) {
        assertThatThrownBy(() -> BdevSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text.substring(text.startsWith("pcie=") ? 5 : 0) + "'");
    }

    @Test
    void shouldTellSpdkOfAPathAsItIs() throws IOException {
        String json = SpdkConfig.device(new BdevSpec.Aio(Path.of("/a \"b\"\\c")));

        assertThat(json).contains("\"filename\":\"/a \\\"b\\\"\\\\c\"", "\"method\":\"bdev_aio_create\"");
    }
}

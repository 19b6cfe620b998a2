package io.pocket.control.kubernetes;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** Against a kube-apiserver, where one is found; the mock accepts what a real one refuses. */
class RealTierScalerTest extends TierScalerContract {

    @Override
    ApiServer open() throws IOException {
        Assumptions.assumeTrue(
                RealApiServer.isThere(),
                "no kube-apiserver: set KUBE_API_TEST_DIR or KUBEBUILDER_ASSETS to a folder with it and etcd");
        return new RealApiServer();
    }
}

package io.pocket.control.kubernetes;

class MockTierScalerTest extends TierScalerContract {

    @Override
    ApiServer open() {
        return new MockApiServer();
    }
}

package io.pocket.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControllerUnderTest.Answer;
import io.pocket.control.scale.MemberState;
import io.pocket.control.scale.TierMember;
import io.pocket.control.scale.TierScale;
import io.pocket.control.scale.TierScaler;
import io.pocket.protocol.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingTest {

    @TempDir
    private Path dataDir;

    private final List<String> wishes = new ArrayList<>();

    private final TierScaler scaler = new TierScaler() {
        @Override
        public List<TierScale> tiers() {
            return List.of(new TierScale(
                    Tier.DRAM,
                    2,
                    1,
                    8,
                    List.of(new TierMember("pocket-dram-1", MemberState.UNSCHEDULABLE, "no room", null))));
        }

        @Override
        public void scale(Tier tier, int nodes, String reason) {
            wishes.add(tier + " " + nodes + " " + reason);
        }

        @Override
        public void retire(String name, String reason) {
            wishes.add("retire " + name);
        }
    };

    private ControllerUnderTest withScaler() throws IOException {
        return ControllerUnderTest.start(
                dataDir, Map.of(), beans -> beans.registerBean("fakeScaler", TierScaler.class, () -> scaler));
    }

    @Test
    void shouldShowHowFarTheTiersAre() throws IOException {
        try (ControllerUnderTest controller = withScaler()) {
            Answer answer = controller.get("/api/v1/scaling");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get(0).get("tier").asString()).isEqualTo("dram");
            assertThat(answer.json().get(0).get("members").get(0).get("state").asString())
                    .isEqualTo("unschedulable");
        }
    }

    @Test
    void shouldTakeAWishFromAServiceOnly() throws IOException {
        try (ControllerUnderTest controller = withScaler()) {
            assertThat(controller
                            .putAsService("/api/v1/scaling/dram", "{\"nodes\":3}")
                            .status())
                    .isEqualTo(202);
            assertThat(controller
                            .postAsService("/api/v1/scaling/members/pocket-dram-1/retire", "")
                            .status())
                    .isEqualTo(202);
            assertThat(controller
                            .post("/api/v1/scaling/members/pocket-dram-1/retire", "")
                            .status())
                    .isEqualTo(401);
            assertThat(wishes).containsExactly("DRAM 3 asked for over REST", "retire pocket-dram-1");
        }
    }

    @Test
    void shouldRefuseAnUnknownTierAndAnImpossibleNumber() throws IOException {
        try (ControllerUnderTest controller = withScaler()) {
            assertThat(controller
                            .putAsService("/api/v1/scaling/tape", "{\"nodes\":3}")
                            .status())
                    .isEqualTo(400);
            Answer negative = controller.putAsService("/api/v1/scaling/dram", "{\"nodes\":-1}");
            assertThat(negative.status()).isEqualTo(400);
            assertThat(negative.text()).contains("nodes");
            assertThat(wishes).isEmpty();
        }
    }

    @Test
    void shouldSayThatNobodyScalesOutsideOfACluster() throws IOException {
        try (ControllerUnderTest controller = ControllerUnderTest.start(dataDir)) {
            Answer answer = controller.get("/api/v1/scaling");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("code").asString()).isEqualTo("tier-not-scalable");
        }
    }

    @Test
    void shouldShowDecisions() throws IOException {
        try (ControllerUnderTest controller = withScaler()) {
            assertThat(controller.get("/api/v1/decisions").json()).isEmpty();
            assertThat(controller.get("/api/v1/decisions?limit=0").status()).isEqualTo(400);
        }
    }
}

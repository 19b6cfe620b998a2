package io.pocket.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControllerUnderTest.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registration may not ask for; each job has two shards here. */
class BadTermsTest {

    private static ControllerUnderTest controller;

    @BeforeAll
    static void start(@TempDir Path dataDir) throws IOException {
        controller = ControllerUnderTest.start(dataDir, QuotaAndSpaceTest.SETTINGS);
        controller.addShard(5, 7000);
        controller.addShard(6, 7001);
        controller.addNode(11, 7002, 1 << 20);
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jobs   | {'name':'a','quotas':{'objects':0}}                                       | quotas.objects",
                "jobs   | {'name':'a','quotas':{'objects':1001}}                                    | quotas.objects",
                "jobs   | {'name':'a','quotas':{'objects':1}}                                       | quotas.objects",
                "jobs   | {'name':'a','quotas':{'inlineBytes':1}}                                   | quotas.inlineBytes",
                "jobs   | {'name':'a','quotas':{'operationsPerSecond':1}}                           | quotas.operationsPerSecond",
                "jobs   | {'name':'a','quotas':{'connections':-1}}                                  | quotas.connections",
                "jobs   | {'name':'a','quotas':{'bytes':99},'hints':{'capacityBytes':100}}          | quotas.bytes",
                "jobs   | {'name':'a','quotas':{'bytes':2000000000}}                                | quotas.bytes",
                "jobs   | {'name':'a','defaultTtlSeconds':0}                                        | defaultTtlSeconds",
                "jobs   | {'name':'a','spaces':['x','x']}                                           | spaces",
                "jobs   | {'name':'a','spaces':[null]}                                              | spaces[0]",
                "spaces | {'name':'a'}                                                              | defaultTtlSeconds",
                "spaces | {'name':'a/b','defaultTtlSeconds':1}                                      | name",
                "spaces | {'name':'a','defaultTtlSeconds':1,'hints':{'lifetimeSeconds':5}}          | hints.lifetimeSeconds",
            })
    void shouldRefuseBadTermsNamingTheField(String path, String body, String field) {
        Answer answer = controller.post("/api/v1/" + path, body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("code").asString()).isEqualTo("invalid-field");
        assertThat(answer.json().get("field").asString()).isEqualTo(field);
        assertThat(controller.get("/api/v1/" + path).json()).isEmpty();
    }
}

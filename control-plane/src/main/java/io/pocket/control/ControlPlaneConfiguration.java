package io.pocket.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.DataDirectory;
import io.pocket.control.json.ProtocolJson;
import io.pocket.control.node.NodeReports;
import io.pocket.control.placement.Placer;
import io.pocket.control.placement.Rightsizer;
import io.pocket.control.placement.SizingProperties;
import io.pocket.control.push.ClusterLink;
import io.pocket.control.push.FrameLink;
import io.pocket.control.push.PushProperties;
import io.pocket.control.push.Pusher;
import io.pocket.control.scale.TierProperties;
import io.pocket.control.scale.TierSettings;
import io.pocket.control.security.ClusterKeySource;
import io.pocket.control.security.ClusterSecret;
import io.pocket.control.security.JobKeys;
import io.pocket.server.EventLoopChoice;
import io.pocket.server.EventLoopPreference;
import io.pocket.server.EventLoops;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the parts that know nothing of Spring. */
@Configuration(proxyBeanMethods = false)
class ControlPlaneConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    DataDirectory dataDirectory(ControllerProperties properties) {
        return DataDirectory.open(properties.dataDir());
    }

    @Bean
    ClusterLedger clusterLedger(DataDirectory directory) {
        return new ClusterLedger(directory.repository());
    }

    @Bean
    JobKeys jobKeys(DataDirectory directory) {
        return JobKeys.in(directory.path());
    }

    @Bean
    ClusterSecret clusterSecret(
            ControllerProperties properties, ObjectProvider<ClusterKeySource> elsewhere, InstantSource clock) {
        ClusterKeySource source = elsewhere.getIfAvailable();
        return source == null
                ? ClusterSecret.load(properties.clusterKeyFileOrDefault(), clock)
                : new ClusterSecret(source.key(), clock);
    }

    @Bean
    Rightsizer rightsizer(SizingProperties sizing) {
        return new Rightsizer(sizing);
    }

    @Bean
    Placer placer(SizingProperties sizing) {
        return new Placer();
    }

    @Bean
    TierSettings tierSettings(TierProperties properties) {
        return new TierSettings(properties);
    }

    @Bean
    NodeReports nodeReports() {
        return new NodeReports();
    }

    /** In a nested class, so that a test that brings a link of its own starts no event loop. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(ClusterLink.class)
    static class LinkConfiguration {

        @Bean
        EventLoops eventLoops() {
            return EventLoops.start(EventLoopChoice.choose(EventLoopPreference.AUTO), Duration.ZERO, 1, "pocket-link");
        }

        @Bean
        ClusterLink clusterLink(EventLoops loops, ClusterSecret secret) {
            return new FrameLink(loops.loop(0), secret);
        }
    }

    @Bean(initMethod = "start")
    Pusher pusher(ClusterLink link, ClusterLedger ledger, PushProperties properties, MeterRegistry registry) {
        return new Pusher(link, ledger, properties, registry);
    }

    @Bean
    ProtocolJson protocolJson() {
        return new ProtocolJson();
    }
}

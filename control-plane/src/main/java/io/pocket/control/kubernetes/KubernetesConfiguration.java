package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.node.NodeRetirement;
import io.pocket.control.scale.TierSettings;
import io.pocket.control.security.ClusterKeySource;
import jakarta.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnCloudPlatform;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What the controller has on Kubernetes only. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnCloudPlatform(CloudPlatform.KUBERNETES)
class KubernetesConfiguration {

    /** Static, for it concerns the client's settings before anything else is made. */
    @Bean
    static BeanPostProcessor clientLimits(Environment environment) {
        KubernetesProperties properties = KubernetesProperties.of(environment);
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Config config ? ClientLimits.apply(config, properties.requestTimeout()) : bean;
            }
        };
    }

    @Bean
    PodNodes podNodes(NodeRetirement retirement) {
        return new LedgerPodNodes(retirement);
    }

    @Bean(initMethod = "start")
    KubernetesTierScaler tierScaler(
            KubernetesClient client,
            KubernetesProperties properties,
            PodNodes nodes,
            TierSettings settings,
            DecisionLog decisions,
            MeterRegistry registry) {
        KubernetesTierScaler scaler =
                new KubernetesTierScaler(client, properties, nodes, settings, decisions, registry);
        TierGauges.register(scaler, registry);
        return scaler;
    }

    @Bean
    @ConditionalOnExpression("!'${pocket.kubernetes.config-map:pocket-controller}'.isEmpty()")
    ConfigMapReload configMapReload(
            KubernetesClient client,
            KubernetesProperties properties,
            Validator validator,
            TierSettings settings,
            DecisionLog decisions,
            KubernetesTierScaler scaler) {
        return new ConfigMapReload(client, properties.configMap(), validator, settings, decisions, scaler::signal);
    }

    @Bean
    @ConditionalOnProperty("pocket.kubernetes.generated-key-secret")
    ClusterKeySource generatedKey(KubernetesClient client, KubernetesProperties properties) {
        GeneratedKeySecret secret = new GeneratedKeySecret(client, properties.generatedKeySecret());
        return secret::key;
    }

    @Bean
    DiscoveredServices discoveredServices(ObjectProvider<DiscoveryClient> discovery) {
        return new DiscoveredServices(discovery.getObject());
    }
}

package io.pocket.control;

import io.pocket.control.security.ClusterSecret;
import io.pocket.control.security.JobKeys;
import io.pocket.control.security.ServiceAuthentication;
import io.pocket.control.security.ServiceOnly;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.time.InstantSource;
import java.util.Arrays;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** How requests are read, checked and described. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    /** The largest body is a report with all its counters. */
    private static final int MAX_BODY_LENGTH_BYTES = 64 * 1024;

    private static final int MAX_BODY_DEPTH = 16;

    /** A field that is misspelt, given twice, or of another type is the sender's error, and must be told to it. */
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return builder -> builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    /** In place of Boot's, which has no setting for the limits of a body. */
    @Bean
    @Scope("prototype")
    JsonMapper.Builder jsonMapperBuilder(ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxDocumentLength(MAX_BODY_LENGTH_BYTES)
                .maxNestingDepth(MAX_BODY_DEPTH)
                .build();
        JsonMapper.Builder builder = JsonMapper.builder(
                JsonFactory.builder().streamReadConstraints(constraints).build());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    @Bean
    WebMvcConfigurer serviceAuthentication(JobKeys keys, ClusterSecret secret, InstantSource clock) {
        ServiceAuthentication authentication = new ServiceAuthentication(keys, secret, clock);
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(authentication);
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverter(String.class, Tier.class, Tier::ofLabel);
            }
        };
    }

    @Bean
    OpenAPI description() {
        SpringDocUtils.getConfig()
                .replaceWithSchema(HostPort.class, new StringSchema().example("host:port"))
                .replaceWithSchema(
                        Tier.class,
                        new StringSchema()
                                ._enum(Arrays.stream(Tier.values())
                                        .map(Tier::label)
                                        .toList()));
        return new OpenAPI()
                .info(new Info()
                        .title("Pocket control plane")
                        .version("v1")
                        .description(
                                "Errors are problem details (RFC 9457) with a stable code, the field and the remedy"))
                .components(new Components()
                        .addSecuritySchemes(
                                ServiceOnly.SCHEME,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A service token, made with the cluster key")));
    }
}

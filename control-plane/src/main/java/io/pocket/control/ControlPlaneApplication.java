package io.pocket.control;

import io.pocket.control.kubernetes.LeaderGate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the controller. Settings are those of the {@code *Properties} records, as arguments or in the environment. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class ControlPlaneApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(ControlPlaneApplication.class);
        application.addListeners(new LeaderGate());
        application.run(args);
    }
}

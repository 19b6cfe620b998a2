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
        try {
            application.run(args);
        } catch (RuntimeException reportedBySpring) {
            // Else the threads that renew the lease could keep a process alive that serves nobody.
            System.exit(1);
        }
    }
}

package dev.parley;

import dev.parley.cli.ParleyCommand;
import dev.parley.config.ParleyProperties;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The program, which runs the command line. Spring is loaded for {@code serve} only. It scans only the packages with
 * components: to read all classes would take a fifteenth of the start.
 */
@SpringBootApplication(scanBasePackages = {"dev.parley.config", "dev.parley.http", "dev.parley.websocket"})
@EnableConfigurationProperties(ParleyProperties.class)
public class ParleyApplication {

    public static void main(String[] words) {
        int code = ParleyCommand.run(ParleyApplication.class, words);
        if (code != ParleyCommand.SERVING) {
            System.exit(code);
        }
    }
}

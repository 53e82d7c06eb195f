package dev.parley;

import dev.parley.cli.ParleyCommand;
import dev.parley.config.ParleyProperties;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The program, which runs the command line. Spring is loaded for {@code serve} only. */
@SpringBootApplication
@EnableConfigurationProperties(ParleyProperties.class)
public class ParleyApplication {

    public static void main(String[] words) {
        int code = ParleyCommand.run(ParleyApplication.class, words);
        if (code != ParleyCommand.SERVING) {
            System.exit(code);
        }
    }
}

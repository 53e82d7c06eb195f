package dev.parley;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server. */
@SpringBootApplication
public class Parley {

    public static void main(String[] arguments) {
        SpringApplication.run(Parley.class, arguments);
    }
}

package dev.parley.config;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings below {@code parley.session}.
 *
 * @param resumeWindow how long the server keeps the nickname and the rooms of a session whose connection was lost
 */
record SessionProperties(@DefaultValue("15s") Duration resumeWindow) {

    SessionProperties {
        SettingValidators.time("parley.session.resume-window", resumeWindow, Duration.ZERO, Duration.ofHours(1));
    }
}

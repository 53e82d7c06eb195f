package dev.parley.config;

import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.session.Operators;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The code by which the first operator of a server without a terminal gets the right. */
final class FirstOperatorCode {

    private static final int SECONDS = 5;

    private FirstOperatorCode() {}

    /** Creates a code if there is no other way to become an operator; returns the line for the log. */
    static Optional<String> create(Operators operators, boolean isTerminal, ParleyProperties properties) {
        if (isTerminal
                || properties.operator().passwordFile() != null
                || !operators.all().isEmpty()) {
            return Optional.empty();
        }
        try {
            OperatorCode code =
                    operators.createCode(Operator.CONSOLE).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            return Optional.of("There is no operator yet. To become one, log in and type /op " + code.text()
                    + " within " + OperatorCode.VALIDITY.toMinutes()
                    + " minutes; the code is valid once. Or administer the server with parley ctl.");
        } catch (ExecutionException | TimeoutException ignored) {
            return Optional.of("An operator code could not be stored. Administer the server with parley ctl.");
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

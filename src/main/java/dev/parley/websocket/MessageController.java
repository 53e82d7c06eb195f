package dev.parley.websocket;

import dev.parley.protocol.StompRequest;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Controller;

/**
 * Maps the destinations to which clients send, and hands each request to the {@link dev.parley.protocol.StompSession} of
 * its connection. No method waits; answers are sent when they are there.
 */
@Controller
final class MessageController {

    /** Publishes a message in a room. */
    @MessageMapping("/rooms/**")
    void publish(StompRequest request) {
        request.handle();
    }

    /** Changes a message of a room. */
    @MessageMapping({"/rooms/{room}/edit", "/rooms/{room}/delete", "/rooms/{room}/react"})
    void change(StompRequest request) {
        request.handle();
    }

    /** Finds rooms; only the sender receives the page. */
    @MessageMapping("/rooms")
    void findRooms(StompRequest request) {
        request.handle();
    }

    /** Finds messages; only the sender receives them. */
    @MessageMapping("/search")
    void findMessages(StompRequest request) {
        request.handle();
    }

    /** Publishes that the user is typing. */
    @MessageMapping("/rooms/{room}/typing")
    void typing(StompRequest request) {
        request.handle();
    }

    /** Sends a direct message. A nickname may contain any punctuation, slashes included. */
    @MessageMapping("/people/**")
    void sendDirect(StompRequest request) {
        request.handle();
    }

    /** Runs a slash command; only the sender receives the reply. */
    @MessageMapping("/commands")
    void runCommand(StompRequest request) {
        request.handle();
    }
}

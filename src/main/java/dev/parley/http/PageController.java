package dev.parley.http;

import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves the page. */
@Controller
class PageController {

    private final ChatServer server;
    private final PageSettings settings;
    private final String staticPath;
    private final PageMessages pageMessages = new PageMessages();

    PageController(ChatServer server, PageSettings settings, StaticResourceVersion version) {
        this.server = server;
        this.settings = settings;
        this.staticPath = version.segment() + "/";
    }

    /** Returns the page in the language of the request. Its links are relative to the path that it is hosted below. */
    @GetMapping("/")
    String page(Model model, Locale locale, HttpServletRequest request) {
        String path = request.getContextPath();
        model.addAttribute("basePath", path.isEmpty() ? null : path + "/");
        model.addAttribute("settings", settings);
        model.addAttribute("usersInLobby", usersInLobby(request.getRemoteAddr()));
        model.addAttribute("language", pageMessages.language(locale));
        model.addAttribute("staticPath", staticPath);
        model.addAttribute("wording", pageMessages.in(locale));
        return "parley";
    }

    /**
     * Returns the number of users in the lobby; null if the server has a password, before which it is not published, or if the
     * address is banned.
     */
    private @Nullable Integer usersInLobby(String address) {
        return settings.passwordRequired()
                        || server.sanctionEnforcer()
                                .check(UserAction.READ_USER_COUNT, Actor.at(address))
                                .isPresent()
                ? null
                : server.roomRegistry()
                        .find(RoomName.LOBBY)
                        .map(Room::summary)
                        .map(lobby -> lobby.people())
                        .orElse(0);
    }
}

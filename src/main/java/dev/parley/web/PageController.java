package dev.parley.web;

import dev.parley.room.House;
import dev.parley.room.Room;
import dev.parley.room.RoomName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page. */
@Controller
class PageController {

    private final House house;
    private final PageSettings settings;
    private final Sentences sentences = new Sentences();

    PageController(House house, PageSettings settings) {
        this.house = house;
        this.settings = settings;
    }

    /** The one page there is, in the reader's language. */
    @GetMapping("/")
    String page(Model model, Locale locale) {
        model.addAttribute("settings", new PageView(settings, people(), sentences.language(locale)));
        model.addAttribute("wording", sentences.in(locale));
        return "parley";
    }

    private @Nullable Integer people() {
        return settings.passwordRequired()
                ? null
                : house.rooms()
                        .find(RoomName.LOBBY)
                        .map(Room::summary)
                        .map(lobby -> lobby.people())
                        .orElse(0);
    }
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* Keys and the pointer: the globe's first, then the window's own. */
#include "core/clock.h"
#include "globe/keys.h"
#include "sdl/window_state.h"

#define CURSOR_NS (3 * CLOCK_S) /* a pointer that rests so long is no longer drawn in a kiosk */

/* Pixels a unit of the desktop. */
static float density(const struct window *w)
{
	int width, height, units, ignored;

	window_size(w, &width, &height);
	SDL_GetWindowSize(w->window, &units, &ignored);
	return units > 0 ? (float)width / (float)units : 1;
}

static void pointer(struct window *w, struct globe *g, enum globe_pointer what, int x, int y)
{
	float k = density(w);

	w->moved_ns = clock_steady_ns();
	globe_pointer(g, what, (float)x * k, (float)y * k, w->moved_ns);
}

static void menu(struct window *w, struct globe *g, int x, int y)
{
	float k = density(w);

	globe_menu(g, (float)x * k, (float)y * k);
}

static void toggle_fullscreen(struct window *w, struct window_asks *asks)
{
	(void)asks;
	SDL_SetWindowFullscreen(w->window, w->place.full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
	window_note_place(w);
}

static void leave(struct window *w, struct window_asks *asks)
{
	(void)w;
	asks->leave = true;
}

static void picture(struct window *w, struct window_asks *asks)
{
	(void)w;
	asks->picture = true;
}

static void clip(struct window *w, struct window_asks *asks)
{
	(void)w;
	asks->clip = true;
}

/* What the globe does not take. */
static const struct {
	SDL_Keycode sym;
	bool ctrl, kiosk; /* with Ctrl; also in a kiosk */
	void (*act)(struct window *w, struct window_asks *asks);
} keys[] = {
	{ SDLK_q, false, false, leave },
	{ SDLK_q, true, true, leave },
	{ SDLK_f, false, false, toggle_fullscreen },
	{ SDLK_s, false, true, picture },
	{ SDLK_F12, false, true, picture },
	{ SDLK_c, false, true, clip },
};

/* With Shift held, on the keyboards of most; others have keys of their own for these. */
static int shifted(int sym)
{
	static const char pairs[][2] = { "/?", ",<", ".>", "=+", ";+" };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (pairs[i][0] == sym)
			return pairs[i][1];
	if (sym >= SDLK_a && sym <= SDLK_z)
		return sym - 'a' + 'A';
	return sym == SDLK_TAB ? KEY_TAB_BACK : sym;
}

/* As keys.h and the letters have it; 0: none of the globe's. */
static int key_of(const SDL_Keysym *k)
{
	if (k->mod & KMOD_CTRL)
		return k->sym >= SDLK_a && k->sym <= SDLK_z && k->sym != SDLK_q ? k->sym & 31 : 0;
	if (k->sym == SDLK_KP_ENTER)
		return KEY_ENTER;
	return k->mod & KMOD_SHIFT ? shifted(k->sym) : k->sym;
}

/* What goes on while it is held: no letter, which would switch to and fro. */
static bool repeats(const SDL_Keysym *k)
{
	return k->sym > SDLK_DELETE || k->sym == SDLK_BACKSPACE || k->sym == SDLK_TAB;
}

static void key(struct window *w, struct globe *g, const SDL_Keysym *k, struct window_asks *asks)
{
	bool ctrl = k->mod & KMOD_CTRL;
	int code = key_of(k);

	if (globe_takes_text(g) && code) {
		globe_key(g, code);
		return;
	}
	if (k->mod & (KMOD_ALT | KMOD_GUI))
		return;
	if (code && globe_key(g, code))
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].sym == k->sym && keys[i].ctrl == ctrl && (keys[i].kiosk || !w->kiosk))
			keys[i].act(w, asks);
}

static void take(struct window *w, struct globe *g, const SDL_Event *e, struct window_asks *asks)
{
	switch (e->type) {
	case SDL_QUIT:
		asks->leave |= !w->kiosk;
		break;
	case SDL_KEYDOWN:
		if (!e->key.repeat || globe_takes_text(g) || repeats(&e->key.keysym))
			key(w, g, &e->key.keysym, asks);
		break;
	case SDL_TEXTINPUT:
		globe_text(g, e->text.text);
		break;
	case SDL_MOUSEMOTION:
		pointer(w, g, GLOBE_MOVE, e->motion.x, e->motion.y);
		break;
	case SDL_MOUSEBUTTONDOWN:
		if (e->button.button == SDL_BUTTON_LEFT)
			pointer(w, g, GLOBE_PRESS, e->button.x, e->button.y);
		if (e->button.button == SDL_BUTTON_RIGHT)
			menu(w, g, e->button.x, e->button.y);
		break;
	case SDL_MOUSEBUTTONUP:
		if (e->button.button == SDL_BUTTON_LEFT)
			pointer(w, g, GLOBE_RELEASE, e->button.x, e->button.y);
		break;
	case SDL_MOUSEWHEEL:
		globe_wheel(g, e->wheel.preciseY);
		break;
	case SDL_APP_DIDENTERFOREGROUND:
		w->lost = true;
		break;
	case SDL_WINDOWEVENT:
		if (e->window.event == SDL_WINDOWEVENT_LEAVE)
			pointer(w, g, GLOBE_LEAVE, 0, 0);
		window_note_place(w);
		globe_redraw(g);
		break;
	}
}

static void rest_cursor(const struct window *w)
{
	bool rests = clock_steady_ns() - w->moved_ns > CURSOR_NS;

	if (w->kiosk && rests != (SDL_ShowCursor(SDL_QUERY) == SDL_DISABLE))
		SDL_ShowCursor(rests ? SDL_DISABLE : SDL_ENABLE);
}

/* Else the key that opens a field would be typed into it. */
static void follow_typing(const struct globe *g)
{
	bool typing = globe_takes_text(g);

	if (typing && !SDL_IsTextInputActive())
		SDL_StartTextInput();
	else if (!typing && SDL_IsTextInputActive())
		SDL_StopTextInput();
}

static void copy(struct globe *g)
{
	char text[ACTIONS_CLIP];

	if (globe_take_clipboard(g, text) && SDL_SetClipboardText(text))
		globe_say(g, SDL_GetError(), clock_steady_ns());
}

struct window_asks window_input(struct window *w, struct globe *g, int wait_ms)
{
	struct window_asks asks = { 0 };
	SDL_Event e;

	follow_typing(g);
	if (SDL_WaitEventTimeout(&e, wait_ms))
		take(w, g, &e, &asks);
	while (!asks.leave && SDL_PollEvent(&e))
		take(w, g, &e, &asks);
	follow_typing(g);
	copy(g);
	rest_cursor(w);
	return asks;
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/phrase.h"

#include <stdlib.h>
#include <string.h>

struct row {
	const char *english, *japanese;
};

/* Sorted by the English, as strcmp() does. */
static const struct row rows[] = {
	{ "%s lost of %s", "%2$s中 %1$s 損失" },
	{ ", a reply", "、応答" },
	{ ", beacon %u", "、ビーコン度 %u" },
	{ "48 h ago", "48時間前" },
	{ "LIVE", "ライブ" },
	{ "OFFLINE", "オフライン" },
	{ "PAST", "過去" },
	{ "PEERS", "通信先" },
	{ "REPLAY", "再生" },
	{ "Until it is known, no arc is drawn.",
	  "分かるまでアークは描かれません。" },
	{ "Where is this sensor?", "このセンサーはどこにありますか?" },
	{ "address", "アドレス" },
	{ "allowed", "許可" },
	{ "allowed by the user", "利用者が許可" },
	{ "an arc, a peer", "アーク・通信先を選ぶ" },
	{ "arc", "本のアーク" },
	{ "arcs", "本のアーク" },
	{ "as regular as a beacon, from a rare network: not trusted by itself",
	  "まれなネットワークからの規則的"
	  "な通信: 自動では信頼しません" },
	{ "as with a window of %s; the sensor's is %s",
	  "判定期間 %s として表示 (センサーは %s)" },
	{ "blocked", "遮断リスト" },
	{ "blocked by the user", "利用者が遮断リストに追加" },
	{ "both", "両方" },
	{ "bundle", "束" },
	{ "bundles", "束" },
	{ "bytes", "バイト" },
	{ "click", "クリック" },
	{ "close", "閉じる" },
	{ "drag", "ドラッグ" },
	{ "first seen", "初回" },
	{ "full screen", "全画面" },
	{ "half, twice the window", "判定期間を半分・2倍" },
	{ "home", "自拠点" },
	{ "in", "受信" },
	{ "known address", "既知のアドレス" },
	{ "known only in the other direction", "逆方向でのみ既知" },
	{ "last seen", "最終" },
	{ "learning", "学習中" },
	{ "learning for another %s", "学習中: あと %s" },
	{ "learning: nothing is judged yet", "学習中: まだ判定していません" },
	{ "ledger balanced \xc2\xb7 %s", "台帳一致 · %s" },
	{ "nearby", "近く" },
	{ "nearer, farther", "拡大・縮小" },
	{ "network not known", "ネットワーク不明" },
	{ "new /24 in a known network", "既知のネットワークの新しい /24" },
	{ "new address in a known /24", "既知の /24 の新しいアドレス" },
	{ "new country", "新しい国" },
	{ "new network", "新しいネットワーク" },
	{ "no allowlist yet: still learning",
	  "許可リストはまだありません (学習中)" },
	{ "no peers", "通信先なし" },
	{ "no peers yet", "まだ通信先がありません" },
	{ "not known, in no direction", "どちらの方向でも未知" },
	{ "novelty storm: %s strangers counted, not shown",
	  "新規の嵐: %s 件の未知の通信"
	  "先は数えるだけで表示していません" },
	{ "now", "現在" },
	{ "on a blocklist", "遮断リストに記載" },
	{ "on an allow list", "許可リストに記載" },
	{ "out", "送信" },
	{ "packet", "パケット" },
	{ "packets", "パケット" },
	{ "peer", "件の通信先" },
	{ "peers", "件の通信先" },
	{ "picture, clip of 10 s", "画像・10秒の動画" },
	{ "place", "か所" },
	{ "places", "か所" },
	{ "quit", "終了" },
	{ "redarc --home-location LAT,LON tells it.",
	  "redarc --home-location 緯度,経度 で指定します。" },
	{ "seen", "既見" },
	{ "seen before, not yet trusted", "以前に通信あり、未信頼" },
	{ "seen in enough hours, over long enough, to be trusted",
	  "十分長く通信があり信頼済み" },
	{ "seen while on a blocklist: not trusted by itself",
	  "遮断リスト記載中に通信あり: 自動では信頼しません" },
	{ "seen within the window before the list was fixed",
	  "リスト確定前の期間内に通信あり" },
	{ "show in, out, both", "受信・送信・両方" },
	{ "the ledger does not balance \xc2\xb7 %s", "台帳が合いません · %s" },
	{ "the sensor is gone; this is %s old",
	  "センサーが応答しません。この表示は %s 前のものです" },
	{ "touched addresses that nobody uses", "使われていないアドレスに接触" },
	{ "turn the globe", "地球を回す" },
	{ "unknown", "未知" },
	{ "unlocated", "場所不明" },
	{ "waiting for the sensor", "センサーを待っています" },
	{ "was trusted, and not seen for the window",
	  "以前は信頼、期間内に通信なし" },
	{ "wheel", "ホイール" },
	{ "with %s", "相手: %s" },
	{ "written into the kernel's map by another program",
	  "他のプログラムがカーネルの表に登録" },
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct row *)row)->english);
}

const char *phrase(enum phrase_language language, const char *english)
{
	const struct row *found;

	if (language == PHRASE_ENGLISH)
		return english;
	found = bsearch(english, rows, sizeof(rows) / sizeof(*rows), sizeof(*rows), compare);
	return found ? found->japanese : english;
}

enum phrase_language phrase_language_of(const char *locale)
{
	bool japanese = !strncmp(locale, "ja", 2) && (!locale[2] || strchr("_.@-", locale[2]));

	return japanese ? PHRASE_JAPANESE : PHRASE_ENGLISH;
}

bool phrase_row(size_t n, const char **english, const char **japanese)
{
	if (n >= sizeof(rows) / sizeof(*rows))
		return false;
	*english = rows[n].english;
	*japanese = rows[n].japanese;
	return true;
}

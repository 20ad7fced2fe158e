# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for fulmarctl

_fulmarctl_ids() {
    # First column of a list: ids are short words without blanks.
    fulmarctl --no-wait "$@" 2>/dev/null | awk 'NR > 1 { print $1 }'
}

_fulmarctl_options() {
    case "$1" in
        "account add") echo "--name --imap --pop3 --pop3-keep --pop3-recent --smtp --no-incoming --user --smtp-user --password-stdin --password-command --ca-file --sync-days --no-check" ;;
        "account set") echo "--password-stdin" ;;
        "account remove") echo "--keep-mail" ;;
        "account check") echo "--roundtrip" ;;
        "sync") echo "--account --folder --headers-only --watch" ;;
        "folder list" | "folder create" | "folder rename" | "folder subscribe" | "folder unsubscribe") echo "--account" ;;
        "folder delete") echo "--account --recursive" ;;
        "list") echo "--account --folder --unread --limit --offset" ;;
        "search") echo "--account --limit --server" ;;
        "show") echo "--raw --text --html --headers" ;;
        "attachment save") echo "--to" ;;
        "move" | "copy" | "archive" | "trash") echo "--from" ;;
        "junk") echo "--not --from" ;;
        "delete") echo "--forever" ;;
        "send") echo "--to --cc --bcc --from --account --subject --body --html --attach --in-reply-to --at --key --wait -t -f -F -i" ;;
        "quota") echo "--account --messages --recipients --per-message --window-hours" ;;
        "merge") echo "--template --data --subject --from --account --per-hour --reserve --unsubscribe --stop-at --dry-run --test-to" ;;
        "log") echo "--account --follow" ;;
    esac
}

_fulmarctl() {
    local cur prev words cword
    _init_completion || return
    local globals="--profile --json --no-wait --verbose --help --version"
    local -A groups=(
        [account]="add list set check remove" [folder]="list create rename delete subscribe unsubscribe" [attachment]="list save"
        [actions]="list retry drop" [outbox]="list show cancel retry hold resume sent"
        [merge]="list show pause resume cancel suppress allow"
    )
    local singles="sync list thread search show flag label move copy archive trash junk delete undo send quota log"

    case "$prev" in
        --profile | --to) [[ $prev == --profile || " ${words[*]} " == *" attachment "* ]] && { _filedir -d; return; } ;;
        --attach | --html | --ca-file) _filedir; return ;;
        --account) COMPREPLY=($(compgen -W "$(_fulmarctl_ids account list)" -- "$cur")); return ;;
        --folder | --from) COMPREPLY=($(compgen -W "$(_fulmarctl_ids folder list)" -- "$cur")); return ;;
    esac

    local command="" i
    for ((i = 1; i < cword; i++)); do
        case "${words[i]}" in
            --profile) ((i++)) ;;
            -*) ;;
            *)
                if [[ -z $command ]]; then
                    command="${words[i]}"
                elif [[ -n ${groups[$command]} ]]; then
                    command="$command ${words[i]}"
                    break
                else
                    break
                fi
                ;;
        esac
    done

    if [[ -z $command ]]; then
        COMPREPLY=($(compgen -W "$globals $singles ${!groups[*]}" -- "$cur"))
    elif [[ -n ${groups[$command]} && $cur != -* ]]; then
        COMPREPLY=($(compgen -W "${groups[$command]} --help" -- "$cur"))
    elif [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$(_fulmarctl_options "$command") $globals" -- "$cur"))
    else
        case "$command" in
            "account set" | "account check" | "account remove") COMPREPLY=($(compgen -W "$(_fulmarctl_ids account list)" -- "$cur")) ;;
            outbox*) COMPREPLY=($(compgen -W "$(_fulmarctl_ids outbox list)" -- "$cur")) ;;
            "actions drop") COMPREPLY=($(compgen -W "$(_fulmarctl_ids actions list)" -- "$cur")) ;;
            "folder rename" | "folder delete" | "folder subscribe" | "folder unsubscribe")
                COMPREPLY=($(compgen -W "$(_fulmarctl_ids folder list)" -- "$cur")) ;;
            flag) COMPREPLY=($(compgen -W "+seen -seen +flagged -flagged +answered -answered" -- "$cur")) ;;
        esac
    fi
}

complete -F _fulmarctl fulmarctl
